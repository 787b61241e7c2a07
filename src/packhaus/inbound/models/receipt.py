"""What was booked in, one row per line and client id."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.inbound.types import DAMAGE_REASONS
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class Receipt(MerchantOwned):
    """Units of a line that came in at once, whole or damaged; taken back, it stays with the moment it was.

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
    rolled_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asn", "client_id"], name="receipt_is_booked_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="receipt_has_units"),
            models.CheckConstraint(
                condition=Q(damage_reason="") | is_one_of("damage_reason", DAMAGE_REASONS),
                name="damage_reason_is_known",
            ),
        ]
        indexes = [models.Index(fields=["line"], name="receipt_by_line")]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
