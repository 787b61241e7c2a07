"""By what the sites of an order are chosen."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import Shared


class RoutingPolicy(Shared):
    """What a day, a further parcel and a full site count as in money; the only row, without it distance decides.

    Units: minor units of `currency`. `parcel_grams`: the parcel whose freight stands for an order's.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_active = models.BooleanField()
    currency = models.CharField(max_length=3)
    day_minor = models.BigIntegerField()
    split_minor = models.BigIntegerField()
    full_minor = models.BigIntegerField()
    parcel_grams = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_routing_policy"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="routing_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=Q(
                    day_minor__range=(0, 10**12),
                    split_minor__range=(0, 10**12),
                    full_minor__range=(0, 10**12),
                ),
                name="routing_weights_are_amounts",
            ),
            models.CheckConstraint(
                condition=Q(parcel_grams__range=(1, 1_000_000)), name="routing_parcel_has_a_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.currency
