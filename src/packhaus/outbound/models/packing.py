"""How parcels were packed."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned


class ParcelPlan(MerchantOwned):
    """What lies where in one carton, by its handling unit; inside measures, and how much of it is empty.

    `placements`: rows of order line, corner, size of one unit, units along, across and up (`cartonize.Placement`);
    none where somebody packed other than planned and nothing fitted by arithmetic.
    """

    unit_id = models.UUIDField(primary_key=True)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    empty_permille = models.SmallIntegerField()
    placements = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(empty_permille__gte=0, empty_permille__lte=1000),
                name="empty_share_is_from_none_to_all",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.empty_permille}"
