"""Lines whose units must last longer than their items ask."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned


class FreshLine(MerchantOwned):
    """A line of an order that a shelf-life rule held for when it was promised, as the rule was then.

    Its units last until `earliest_expiry`, and `lasting_days` from the day they leave when that comes later. Of these
    they are `transit_days` on the way, as the carrier's lane says or else the rule; null: from before that was kept.
    """

    order_id = models.UUIDField(db_index=True)
    line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    rule_id = models.UUIDField()
    lasting_days = models.IntegerField()
    earliest_expiry = models.DateField()
    transit_days = models.SmallIntegerField(null=True)
    is_by_lane = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line_id"], name="line_is_fresh_by_one_rule"),
            models.CheckConstraint(condition=Q(lasting_days__gte=1), name="fresh_line_lasts"),
            models.CheckConstraint(
                condition=Q(transit_days__isnull=True) | Q(transit_days__gte=0),
                name="fresh_line_is_on_the_way_for_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} until {self.earliest_expiry}"
