"""What a merchant sells."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.kernel.tags import TAG_CHARACTERS

KINDS = ["stock", "kit", "service", "digital", "fee", "deposit"]
BASE_UNITS = ["each", "gram", "millilitre", "millimetre"]


class Sku(MerchantOwned):
    """One item. Dimensions and weight are of one base unit; zero means not measured yet.

    `carries_grams` is what may stand on one unit in a carton; None: anything, or nothing where it is fragile.
    `life_days` is how long a unit lasts from the day it is made, None where nobody says.
    `cost_minor` is what one unit cost its merchant, None where nobody says.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, default="stock")
    base_unit = models.CharField(max_length=10, default="each")
    length_mm = models.IntegerField(default=0)
    width_mm = models.IntegerField(default=0)
    height_mm = models.IntegerField(default=0)
    weight_grams = models.IntegerField(default=0)
    must_stay_upright = models.BooleanField(default=False)
    carries_grams = models.IntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    cost_currency = models.CharField(max_length=3, default="", db_default="")
    is_fragile = models.BooleanField(default=False)
    has_lots = models.BooleanField(default=False)
    has_serials = models.BooleanField(default=False)
    has_expiry = models.BooleanField(default=False)
    minimum_shelf_life_days = models.IntegerField(default=0)
    life_days = models.IntegerField(null=True)
    default_lead_days = models.IntegerField(null=True)
    hazard = models.CharField(max_length=8, default="")
    hs_code = models.CharField(max_length=12, default="")
    origin = models.CharField(max_length=2, default="")
    is_active = models.BooleanField(default=True)
    tags = ArrayField(models.CharField(max_length=TAG_CHARACTERS), default=list, db_default=[])
    measured_at = models.DateTimeField(null=True)
    measured_by = models.CharField(max_length=40, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "code"], name="sku_code_is_unique_per_merchant"),
            models.CheckConstraint(condition=is_one_of("kind", KINDS), name="sku_kind_is_known"),
            models.CheckConstraint(
                condition=is_one_of("base_unit", BASE_UNITS), name="sku_base_unit_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(length_mm__gte=0, width_mm__gte=0, height_mm__gte=0, weight_grams__gte=0),
                name="sku_measures_are_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(carries_grams__gte=0) | models.Q(carries_grams__isnull=True),
                name="sku_carries_no_negative_weight",
            ),
            models.CheckConstraint(
                condition=models.Q(life_days__gte=1) | models.Q(life_days__isnull=True),
                name="sku_lives_a_day_or_more",
            ),
            models.CheckConstraint(
                condition=models.Q(cost_minor__isnull=True)
                | (models.Q(cost_minor__gte=0) & ~models.Q(cost_currency="")),
                name="sku_cost_has_a_currency",
            ),
        ]
        indexes = [models.Index(fields=["merchant_id", "name_key", "id"], name="sku_by_name")]

    def __str__(self) -> str:
        return self.code


class Barcode(MerchantOwned):
    """A code that a scanner reads for this SKU, worth a whole number of base units."""

    sku = OwnedForeignKey(Sku, db_index=True)
    code = models.CharField(max_length=48)
    quantity = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "code"], name="barcode_means_one_sku_per_merchant"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="barcode_quantity_is_positive"),
        ]
        indexes = [models.Index(fields=["code"], name="barcode_by_code")]

    def __str__(self) -> str:
        return self.code


class Packaging(MerchantOwned):
    """A case or pallet: a whole number of base units with its own measures."""

    sku = OwnedForeignKey(Sku)
    code = models.CharField(max_length=16)
    quantity = models.BigIntegerField()
    length_mm = models.IntegerField(default=0)
    width_mm = models.IntegerField(default=0)
    height_mm = models.IntegerField(default=0)
    weight_grams = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "sku", "code"], name="packaging_is_named_once_per_sku"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=1), name="packaging_holds_more_than_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.quantity}"


class KitComponent(MerchantOwned):
    """One part of a kit; cycles and depth over three are refused by the service."""

    kit = OwnedForeignKey(Sku, related_name="components")
    component = OwnedForeignKey(Sku, related_name="+")
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "kit", "component"], name="component_is_listed_once_per_kit"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="component_quantity_is_positive"),
            models.CheckConstraint(
                condition=~models.Q(kit=models.F("component")), name="kit_is_no_component_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} in kit"
