"""License plates that are printed here, before and after a carton or pallet carries them."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.ids import new_id
from packhaus.network.models import Site


class PlateSeries(OperatorOwned):
    """How far the numbers of a series are given away: SSCCs of the operator's prefix, or a site's own."""

    prefix = models.CharField(max_length=16, primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=0), name="plates_count_from_one")]

    def __str__(self) -> str:
        return self.prefix


class Plate(OperatorOwned):
    """The number on a label, how often it was printed, and when somebody first read it back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    prints = models.IntegerField(default=0)
    printed_at = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(prints__gte=0), name="plate_prints_are_not_negative")
        ]
        indexes = [models.Index(fields=["made_at", "id"], name="plate_by_time")]

    def __str__(self) -> str:
        return self.code
