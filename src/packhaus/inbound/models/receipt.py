"""What was booked in, one row per line and client id."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.inbound.models.quality import QualityCheck
from packhaus.inbound.types import DAMAGE_REASONS
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class Receipt(MerchantOwned):
    """Units of a line that came in at once, whole or damaged; taken back, it stays with the moment it was.

    `spoiled` units of it are damaged, as a quality check found.

    The same client id never books twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asn = OwnedForeignKey(Asn, related_name="receipts")
    line = OwnedForeignKey(AsnLine, related_name="receipts")
    client_id = models.CharField(max_length=60)
    quantity = models.BigIntegerField()
    damage_reason = models.CharField(max_length=8, default="")
    location_id = models.BigIntegerField()
    lot_code = models.CharField(max_length=40, default="")
    expires_on = models.DateField(null=True)
    serial = models.CharField(max_length=40, default="")
    unit_code = models.CharField(max_length=20, default="")
    unit_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)
    spoiled = models.BigIntegerField(default=0, db_default=0)
    quality_check = OwnedForeignKey(QualityCheck, null=True, related_name="receipts")
    rolled_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asn", "client_id"], name="receipt_is_booked_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="receipt_has_units"),
            models.CheckConstraint(
                condition=Q(spoiled__gte=0) & Q(spoiled__lte=F("quantity")), name="spoiled_is_part_of_receipt"
            ),
            models.CheckConstraint(
                condition=Q(damage_reason="") | is_one_of("damage_reason", DAMAGE_REASONS),
                name="damage_reason_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["line"], name="receipt_by_line"),
            models.Index(
                fields=["quality_check"], condition=Q(quality_check__isnull=False), name="receipt_by_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
