"""What laws want to know of an item, apart from what the floor needs."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models.sku import Sku
from packhaus.kernel.database.checks import is_one_of
from packhaus.terms.types.registrations import BATTERY_KINDS


class SkuCompliance(MerchantOwned):
    """Device class and brand, battery, who answers for the item in the market, and what its users are warned of.

    The battery's weight is of one base unit, in grams. Without a row nothing of this applies.
    """

    sku = OwnedForeignKey(Sku, related_name="+")
    brand = models.CharField(max_length=60, default="")
    device_class = models.CharField(max_length=40, default="")
    battery_kind = models.CharField(max_length=16, default="")
    battery_grams = models.IntegerField(default=0)
    is_textile = models.BooleanField(default=False)
    responsible_person = models.CharField(max_length=400, default="")
    warnings = models.CharField(max_length=2000, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "sku"], name="compliance_is_one_per_sku"),
            models.CheckConstraint(
                condition=Q(battery_kind="") | is_one_of("battery_kind", BATTERY_KINDS),
                name="battery_kind_is_known",
            ),
            models.CheckConstraint(condition=Q(battery_grams__gte=0), name="battery_weighs_something"),
        ]

    def __str__(self) -> str:
        return str(self.sku_id)
