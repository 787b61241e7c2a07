"""Who is at a delivery, a tote, a truck or goods that are moved."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import OperatorOwned
from packhaus.inventory.types import CLAIMED_KINDS
from packhaus.kernel.database.checks import is_one_of


class WorkClaim(OperatorOwned):
    """A person's time at work that several may share: begun when its page opened, over when the work is or she left.

    `kind` and `key` name the work among all sites, `name` is what its page is found by. `last_scan_at` is empty
    while she has only looked.
    """

    kind = models.CharField(max_length=9)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    claimed_by = models.UUIDField()
    claimed_at = models.DateTimeField()
    last_scan_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "claimed_by"],
                condition=Q(done_at__isnull=True),
                name="person_is_once_at_work",
            ),
            models.CheckConstraint(condition=is_one_of("kind", CLAIMED_KINDS), name="claimed_kind_is_known"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("claimed_at")),
                name="claim_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_by", "kind"], condition=Q(done_at__isnull=True), name="work_claim_of_person"
            ),
            models.Index(fields=["claimed_at"], name="work_claim_by_begin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
