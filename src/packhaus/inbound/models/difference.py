"""What a closed delivery brought otherwise than announced, and what its merchant says of it."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.inbound.states import DIFFERENCE_STATUSES
from packhaus.inbound.types import DISPUTE_GROUNDS, DISPUTE_REASONS
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id

_GROUNDS = sorted({ground for grounds in DISPUTE_GROUNDS.values() for ground in grounds})


class Difference(MerchantOwned):
    """A line that brought more, fewer or damaged units, with the figures at which the delivery was closed.

    Its merchant accepts it or disputes it with a `reason`; the operator answers a dispute on a `ground`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asn = OwnedForeignKey(Asn, related_name="differences")
    line = OwnedForeignKey(AsnLine, related_name="differences")
    expected = models.BigIntegerField()
    received = models.BigIntegerField()
    damaged = models.BigIntegerField()
    status = models.CharField(max_length=8, default="open")
    reason = models.CharField(max_length=11, default="", db_default="")
    ground = models.CharField(max_length=13, default="", db_default="")
    found_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    said_by = models.CharField(max_length=40, default="", db_default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], name="line_differs_once"),
            models.CheckConstraint(
                condition=is_one_of("status", DIFFERENCE_STATUSES), name="difference_status_is_known"
            ),
            models.CheckConstraint(
                condition=are_not_negative("expected", "received", "damaged")
                & (Q(damaged__gt=0) | ~Q(received=F("expected"))),
                name="difference_differs",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | is_one_of("reason", DISPUTE_REASONS), name="dispute_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ground="") | is_one_of("ground", _GROUNDS), name="dispute_ground_is_known"
            ),
            models.CheckConstraint(
                condition=~is_one_of("status", ["disputed", "granted", "upheld"]) | ~Q(reason=""),
                name="dispute_says_why",
            ),
            models.CheckConstraint(
                condition=~is_one_of("status", ["granted", "upheld"])
                | ~Q(ground="") & Q(answered_at__isnull=False),
                name="answer_to_dispute_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "found_at", "id"], name="difference_by_status"),
            models.Index(fields=["asn"], name="difference_by_delivery"),
        ]

    def __str__(self) -> str:
        return f"{self.received} of {self.expected}"
