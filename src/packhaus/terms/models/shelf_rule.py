"""How long units must last for whom."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned
from packhaus.kernel.ids import new_id
from packhaus.terms.types.shelf_rules import MOST_DAYS


class ShelfRule(MerchantOwned):
    """What some of a merchant's orders ask to be left on arrival; it is never changed, only withdrawn."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    priority = models.SmallIntegerField()
    channel = models.CharField(max_length=24)
    country = models.CharField(max_length=2)
    tag = models.CharField(max_length=24)
    shopper = models.CharField(max_length=60)
    sku = models.CharField(max_length=40, default="", db_default="")
    days = models.IntegerField()
    life_percent = models.IntegerField(default=0, db_default=0)
    transit_days = models.IntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=0, days__lte=MOST_DAYS), name="shelf_rule_days_are_sensible"
            ),
            models.CheckConstraint(
                condition=Q(life_percent__gte=0, life_percent__lte=99), name="shelf_rule_percent_is_below_100"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1) | Q(life_percent__gte=1), name="shelf_rule_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(transit_days__gte=0, transit_days__lte=365),
                name="shelf_rule_transit_days_are_sensible",
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=99), name="shelf_rule_priority_is_1_to_99"
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                name="shelf_rule_country_is_iso_3166",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="shelf_rule_has_a_name"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="shelf_rule_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=[
                    "merchant_id",
                    "channel",
                    "country",
                    "tag",
                    "shopper",
                    "sku",
                    "priority",
                    "valid_from",
                ],
                condition=Q(withdrawn_at__isnull=True),
                name="shelf_rule_is_written_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
