"""Carriers, services, flat prices, carton types."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value

from packhaus.access.models import MerchantOwned, Shared
from packhaus.kernel.ids import new_id


class Carrier(Shared):
    """Who takes parcels from the dock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    tracking_prefix = models.CharField(max_length=8, default="")
    tracking_url = models.CharField(max_length=200, default="")

    def __str__(self) -> str:
        return self.code


class Service(Shared):
    """One product of a carrier, with the countries it reaches (empty: all) and what it can carry.

    `cm3_per_kg`: so many cubic centimetres count as a kilogram, where that is more than the weight; None: only weight.
    `delivery_weekdays`: seven signs from Monday, 1 where its parcels are delivered. `liable_minor`: for how much the
    carrier is liable, in the currency of the service's prices; None: nobody said. `product`: what the
    carrier's interface sells it as; empty: its labels are our own. `delivery_options`: what its receivers may choose
    for a parcel on its way (a day, a safe place, a neighbour, a pick-up point).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    max_weight_grams = models.IntegerField()
    cm3_per_kg = models.IntegerField(null=True)
    can_collect_cash = models.BooleanField(default=False)
    rank = models.IntegerField(default=100)
    is_active = models.BooleanField(default=True)
    takes_dangerous = models.BooleanField(default=True, db_default=True)
    takes_po_boxes = models.BooleanField(default=True, db_default=True)
    takes_signature = models.BooleanField(default=True, db_default=True)
    liable_minor = models.BigIntegerField(null=True)
    delivery_weekdays = models.CharField(max_length=7, default="1111100", db_default="1111100")
    product = models.CharField(max_length=48, default="", db_default="")
    delivery_options = ArrayField(models.CharField(max_length=12), default=list, db_default=[])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cm3_per_kg__gt=0) | models.Q(cm3_per_kg__isnull=True),
                name="dimensional_divisor_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(delivery_weekdays__regex=r"^[01]{7}$")
                & ~models.Q(delivery_weekdays="0000000"),
                name="service_delivers_on_some_weekday",
            ),
            models.CheckConstraint(
                condition=models.Q(liable_minor__gte=0) | models.Q(liable_minor__isnull=True),
                name="liability_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServicePrice(Shared):
    """A flat price of a service up to a weight."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="prices")
    up_to_grams = models.IntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "up_to_grams"], name="weight_step_is_priced_once_per_service"
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="price_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.up_to_grams} g {self.amount_minor}"


class CartonType(MerchantOwned):
    """A carton to pack in: the operator's (no merchant) or a merchant's own. Inner and outer millimetres.

    `material_grams` is what one is made of, by material. A carton or its fill with a SKU is stock, of whoever owns the
    SKU, and is used up by packing; at or below `low_stock_at` free units it is time to buy more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField(null=True)  # type: ignore[assignment]  # the operator's own cartons
    code = models.CharField(max_length=16)
    inner_length_mm = models.IntegerField()
    inner_width_mm = models.IntegerField()
    inner_height_mm = models.IntegerField()
    outer_length_mm = models.IntegerField()
    outer_width_mm = models.IntegerField()
    outer_height_mm = models.IntegerField()
    tare_grams = models.IntegerField()
    max_weight_grams = models.IntegerField()
    cost_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_active = models.BooleanField(default=True)
    material_grams = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    sku_id = models.UUIDField(null=True)
    low_stock_at = models.BigIntegerField(null=True)
    fill_material = models.CharField(max_length=10, default="", db_default="")
    fill_grams_per_litre = models.IntegerField(default=0, db_default=0)
    fill_sku_id = models.UUIDField(null=True)
    fill_low_stock_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "code"],
                nulls_distinct=False,
                name="carton_code_is_unique_per_merchant",
            ),
            models.CheckConstraint(
                condition=models.Q(inner_length_mm__gt=0, inner_width_mm__gt=0, inner_height_mm__gt=0),
                name="carton_has_a_volume",
            ),
            models.CheckConstraint(
                condition=models.Q(fill_grams_per_litre__gte=0), name="fill_weighs_nothing_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.code
