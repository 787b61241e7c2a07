"""What can be done to an order beside packing it, and for which orders it is done unasked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.types import VAS_KINDS, VAS_PER, VAS_STEPS
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class VasOption(MerchantOwned):
    """A value-added service of a merchant. `names` and `instructions` are texts by language.

    `per`: done for each unit of a line, or once for the order. `step`: at the packing bench, or before the order comes
    there. `minutes` is what one should take. One uses up `sku_quantity` units of an item, and weighs `material_grams`
    of a packaging material.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    names = models.JSONField(default=dict)
    instructions = models.JSONField(default=dict)
    minutes = models.IntegerField(default=0)
    per = models.CharField(max_length=5)
    step = models.CharField(max_length=6)
    asks_text = models.BooleanField(default=False)
    sku_id = models.UUIDField(null=True)
    sku_quantity = models.BigIntegerField(default=0)
    material = models.CharField(max_length=10, default="")
    material_grams = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "code"], name="vas_code_is_unique_per_merchant"),
            models.CheckConstraint(condition=is_one_of("kind", VAS_KINDS), name="vas_kind_is_known"),
            models.CheckConstraint(condition=is_one_of("per", VAS_PER), name="vas_is_per_unit_or_order"),
            models.CheckConstraint(condition=is_one_of("step", VAS_STEPS), name="vas_step_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=0, material_grams__gte=0), name="vas_takes_nothing_negative"
            ),
            models.CheckConstraint(
                condition=Q(sku_id__isnull=True, sku_quantity=0)
                | Q(sku_id__isnull=False, sku_quantity__gt=0),
                name="vas_uses_units_of_a_named_item",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VasRule(MerchantOwned):
    """For orders that fit, something holds unasked: an option is done, or only these cartons are packed in.

    An empty list of conditions takes any order; with `skus` only lines of these items count. `least_goods_minor` is
    what the goods of an order in this currency are worth at least.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.SmallIntegerField()
    option = OwnedForeignKey(VasOption, null=True)
    carton_codes = ArrayField(models.CharField(max_length=16), default=list)
    skus = ArrayField(models.CharField(max_length=40), default=list)
    channels = ArrayField(models.CharField(max_length=24), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    tags = ArrayField(models.CharField(max_length=24), default=list)
    least_goods_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "position"], name="vas_rule_has_its_turn"),
            models.CheckConstraint(
                condition=Q(option__isnull=False, carton_codes=[])
                | (Q(option__isnull=True) & ~Q(carton_codes=[])),
                name="vas_rule_adds_an_option_or_names_cartons",
            ),
            models.CheckConstraint(
                condition=Q(least_goods_minor__isnull=True) | (Q(least_goods_minor__gte=0) & ~Q(currency="")),
                name="vas_rule_amount_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"
