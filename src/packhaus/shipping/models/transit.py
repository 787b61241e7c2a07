"""How long a service takes, lane by lane."""

from django.db import models

from packhaus.access.models import Shared
from packhaus.shipping.models.carrier import Service


class TransitTime(Shared):
    """Delivery days of a service from one area to another; an empty country is everywhere.

    Postal codes are beginnings of codes and, as the region, folded: capitals, no spaces, no hyphens.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="transit_times")
    from_country = models.CharField(max_length=2, default="")
    from_postal = models.CharField(max_length=10, default="")
    to_country = models.CharField(max_length=2, default="")
    to_postal = models.CharField(max_length=10, default="")
    to_region = models.CharField(max_length=60, default="")
    min_days = models.SmallIntegerField()
    max_days = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "from_country", "from_postal", "to_country", "to_postal", "to_region"],
                name="lane_has_one_transit_time",
            ),
            models.CheckConstraint(
                condition=models.Q(min_days__gte=0, max_days__lte=120, min_days__lte=models.F("max_days")),
                name="transit_days_are_in_order",
            ),
            models.CheckConstraint(
                condition=(models.Q(from_postal="") | ~models.Q(from_country=""))
                & (models.Q(to_postal="", to_region="") | ~models.Q(to_country=""))
                & (models.Q(to_postal="") | models.Q(to_region="")),
                name="lane_names_one_area_of_a_country",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_country}{self.from_postal}-{self.to_country}{self.to_postal}{self.to_region}"
