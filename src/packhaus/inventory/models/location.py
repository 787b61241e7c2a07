"""Spots in a site, real and virtual."""

from django.db import models

from packhaus.access.models import OperatorOwned
from packhaus.inventory.types import MIXING, LocationKind
from packhaus.kernel.database.checks import is_one_of


class Location(OperatorOwned):
    """One spot. What its kind means for stock is in `inventory.types.LOCATION_RULES`, copied here for the database."""

    site = models.ForeignKey("network.Site", on_delete=models.PROTECT)
    code = models.CharField(max_length=32)
    kind = models.CharField(max_length=12)
    counts_as_on_hand = models.BooleanField()
    can_be_allocated = models.BooleanField()
    zone = models.CharField(max_length=8, default="")
    aisle = models.CharField(max_length=8, default="")
    bay = models.CharField(max_length=8, default="")
    level = models.CharField(max_length=8, default="")
    bin = models.CharField(max_length=8, default="")
    x_mm = models.IntegerField(default=0)
    y_mm = models.IntegerField(default=0)
    walk_sequence = models.IntegerField(default=0)
    is_blocked = models.BooleanField(default=False)
    max_weight_grams = models.BigIntegerField(null=True)
    max_volume_mm3 = models.BigIntegerField(null=True)
    max_pallets = models.IntegerField(null=True)
    mixing = models.CharField(max_length=7, default="mixed", db_default="mixed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="location_code_is_unique_per_site"),
            models.CheckConstraint(
                condition=is_one_of("kind", [kind.value for kind in LocationKind]),
                name="location_kind_is_known",
            ),
            models.CheckConstraint(condition=is_one_of("mixing", MIXING), name="location_mixing_is_known"),
        ]
        indexes = [models.Index(fields=["site", "kind", "walk_sequence", "id"], name="location_by_kind")]

    def __str__(self) -> str:
        return self.code
