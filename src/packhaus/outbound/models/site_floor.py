"""How a site's floor works: carts, the time a plan may take, and how much may be open at once."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.outbound.states import PICK_METHODS


class SiteFloor(OperatorOwned):
    """One site's settings; a site without a row works with the usual ones (`types.FloorRules`).

    `max_open_lines`: no wave takes more than that many lines to the floor, those already there counted; null: any.
    `question_shelf`: the place for what nobody knows where it belongs, by its code; empty: the site named none.
    """

    site = models.OneToOneField("network.Site", on_delete=models.CASCADE, primary_key=True)
    pick_method = models.CharField(max_length=10, default="cluster")
    plan_milliseconds = models.IntegerField(default=1_500)
    cart_totes = models.SmallIntegerField(default=8)
    cart_weight_grams = models.BigIntegerField(default=250_000)
    tote_volume_mm3 = models.BigIntegerField(default=67_200_000)
    tote_weight_grams = models.BigIntegerField(default=25_000)
    max_open_lines = models.IntegerField(null=True)
    question_shelf = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("pick_method", PICK_METHODS), name="pick_method_is_known"
            ),
            models.CheckConstraint(
                condition=Q(plan_milliseconds__range=(0, 60_000)), name="a_plan_takes_a_minute_at_most"
            ),
            models.CheckConstraint(
                condition=Q(cart_totes__gt=0, cart_weight_grams__gt=0)
                & Q(tote_volume_mm3__gt=0, tote_weight_grams__gt=0),
                name="carts_and_totes_take_something",
            ),
            models.CheckConstraint(
                condition=Q(max_open_lines__isnull=True) | Q(max_open_lines__gt=0),
                name="a_floor_takes_at_least_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"floor of {self.site_id}"
