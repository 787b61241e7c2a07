"""How a site receives."""

from datetime import time

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import Shared


class ReceivingSetting(Shared):
    """A site without a row takes trucks from six to ten in the evening, site time.

    It measures nothing of itself, and new labels need no scan.

    It unloads `trucks_at_once`; without a number as many as it has doors.
    """

    site = models.OneToOneField("network.Site", on_delete=models.CASCADE)
    must_measure = models.BooleanField(default=False, db_default=False)
    must_prove_labels = models.BooleanField(default=False, db_default=False)
    opens_at = models.TimeField(default=time(6))
    closes_at = models.TimeField(default=time(22))
    slot_minutes = models.IntegerField(default=30, db_default=30)
    minutes_per_pallet = models.IntegerField(default=3, db_default=3)
    trucks_at_once = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="site_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=240), name="slot_has_5_to_240_minutes"
            ),
            models.CheckConstraint(
                condition=Q(minutes_per_pallet__gte=1, minutes_per_pallet__lte=120),
                name="pallet_takes_1_to_120_minutes",
            ),
            models.CheckConstraint(
                condition=Q(trucks_at_once__gte=1, trucks_at_once__lte=200),
                name="site_unloads_1_to_200_trucks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_minutes}"
