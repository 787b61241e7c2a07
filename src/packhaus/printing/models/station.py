"""Stations with their printers."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.network.models import Site
from packhaus.printing.types import DOTS_PER_MM, MEDIA, PRINTER_STATES, REACHED_BY, SPEAKS


class Station(OperatorOwned):
    """A place where people print: a packing bench, a door, an office. Its agent asks for work there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    is_active = models.BooleanField(default=True)
    heard_at = models.DateTimeField(null=True)
    heard_of = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="station_is_named_once_per_site")
        ]

    def __str__(self) -> str:
        return self.code


class Printer(OperatorOwned):
    """A printer of a station: what lies in it, what it speaks, how its agent reaches it, and what was last heard."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=24)
    medium = models.CharField(max_length=5)
    speaks = models.CharField(max_length=3)
    dots_per_mm = models.SmallIntegerField(default=8)
    reached_by = models.CharField(max_length=5)
    address = models.CharField(max_length=80)
    asks_state = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    state = models.CharField(max_length=9, default="unknown", db_default="unknown")
    state_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "code"], name="printer_is_named_once_per_station"),
            models.CheckConstraint(condition=is_one_of("medium", MEDIA), name="printer_medium_is_known"),
            models.CheckConstraint(condition=is_one_of("speaks", SPEAKS), name="printer_language_is_known"),
            models.CheckConstraint(
                condition=is_one_of("reached_by", REACHED_BY), name="printer_way_is_known"
            ),
            models.CheckConstraint(condition=Q(dots_per_mm__in=DOTS_PER_MM), name="printer_density_is_known"),
            models.CheckConstraint(
                condition=is_one_of("state", PRINTER_STATES), name="printer_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code
