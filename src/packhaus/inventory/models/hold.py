"""Units set aside for carts."""

from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class Hold(MerchantOwned):
    """A cart's claim on stock; it ends by becoming an order, by release, or by expiry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=60)
    status = models.CharField(max_length=8, default="open")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "reference"],
                condition=models.Q(status="open"),
                name="cart_has_one_open_hold",
            ),
            models.CheckConstraint(
                condition=is_one_of("status", ["open", "used", "released", "expired", "demoted"]),
                name="hold_status_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=models.Q(status="open"), name="hold_by_expiry")
        ]

    def __str__(self) -> str:
        return str(self.id)


class HoldLine(MerchantOwned):
    """Units of one SKU at one site in a cart."""

    hold = OwnedForeignKey(Hold, db_index=True, related_name="lines")
    sku = OwnedForeignKey(Sku)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="held_units_are_not_negative")
        ]
        indexes = [models.Index(fields=["sku", "site"], name="hold_line_by_stock")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"
