"""What carriers told of parcels, partitioned by month by the migration's SQL; and what went wrong with them."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.shipping.models.shipment import Parcel

PROBLEM_KINDS = ("quiet", "attempt_failed", "stopped", "damaged", "returning", "lost", "delayed")


class TrackingEvent(MerchantOwned):
    """One thing that a carrier told of a parcel. `key` names it: the same news twice is one row.

    `told` are the carrier's words, which go after some weeks (`forget_told`); `status` is empty where the news says
    nothing of where the parcel stands.
    """

    pk = models.CompositePrimaryKey("recorded_on", "id")
    recorded_on = models.DateField()
    id = models.BigIntegerField()
    taken_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    parcel_id = models.UUIDField()
    carrier_code = models.CharField(max_length=24)
    source = models.CharField(max_length=8)
    key = models.CharField(max_length=32)
    status = models.CharField(max_length=18)
    problem = models.CharField(max_length=16)
    code = models.CharField(max_length=40)
    told = models.CharField(max_length=200)
    place = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    expected_at = models.DateTimeField(null=True)
    is_correction = models.BooleanField()

    class Meta:
        managed = False
        db_table = "shipping_trackingevent"

    def __str__(self) -> str:
        return f"{self.happened_at} {self.status or self.code}"


class ParcelProblem(MerchantOwned):
    """Something that went wrong with a parcel and that somebody looks after: once per parcel and kind at a time.

    `since` is by the carrier's clock. It ends by itself when the parcel moves on (`moved`), or by a person (`person`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parcel = OwnedForeignKey(Parcel, related_name="problems")
    kind = models.CharField(max_length=16)
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    owner_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=8, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("kind", PROBLEM_KINDS), name="parcel_problem_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="")
                | Q(closed_at__isnull=False, closed_by__in=["moved", "person"]),
                name="parcel_problem_says_how_it_ended",
            ),
            models.UniqueConstraint(
                fields=["parcel", "kind"],
                condition=Q(closed_at__isnull=True),
                name="parcel_has_a_problem_once",
            ),
        ]
        indexes = [
            models.Index(fields=["parcel"], name="problem_by_parcel"),
            models.Index(fields=["since", "id"], name="problem_by_age", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.kind
