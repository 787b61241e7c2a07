"""What was ordered from suppliers."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.inbound.states import PURCHASE_STATUSES
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.parties.models import Company


class PurchaseOrder(MerchantOwned):
    """Goods that a merchant ordered from a supplier for a site. Numbers are the merchant's own, each used once.

    Deliveries that name its number deliver against it, announced before it or after. `expected_on` is its first day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    supplier = OwnedForeignKey(Company)
    status = models.CharField(max_length=9, default="open")
    expected_on = models.DateField()
    ordered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "number"], name="purchase_number_is_used_once"),
            models.CheckConstraint(
                condition=is_one_of("status", PURCHASE_STATUSES), name="purchase_status_is_known"
            ),
        ]
        indexes = [models.Index(fields=["expected_on", "id"], name="purchase_by_day")]

    def __str__(self) -> str:
        return self.number


class PurchaseLine(MerchantOwned):
    """Units of an item that are ordered for a day; `cancelled` of them will not come.

    They were ordered in packs of `pack_units`; `pack_code` is empty for single units.
    """

    order = OwnedForeignKey(PurchaseOrder, related_name="lines")
    position = models.IntegerField()
    sku = OwnedForeignKey(Sku)
    units = models.BigIntegerField()
    cancelled = models.BigIntegerField(default=0, db_default=0)
    pack_code = models.CharField(max_length=16, default="")
    pack_units = models.BigIntegerField(default=1)
    expected_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "sku", "expected_on"], name="purchase_line_is_one_per_item_and_day"
            ),
            models.CheckConstraint(
                condition=Q(units__gt=0, pack_units__gt=0), name="purchase_line_orders_units"
            ),
            models.CheckConstraint(
                condition=Q(cancelled__gte=0) & Q(cancelled__lte=F("units")),
                name="cancelled_is_part_of_purchase_line",
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="purchase_line_by_sku")]

    def __str__(self) -> str:
        return f"{self.units} of {self.sku_id}"
