"""Put-walls: items that were picked for many orders at once are sorted into one compartment per order."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.outbound.states import SORT_STATUSES


class PutWall(OperatorOwned):
    """A wall of a site. `location_id` is where it stands: what is sorted, and the totes it is sorted from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_id = models.UUIDField()
    code = models.CharField(max_length=12)
    location_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "code"], name="wall_code_is_unique_per_site")
        ]

    def __str__(self) -> str:
        return self.code


class WallSlot(OperatorOwned):
    """A compartment; its unit is packed from like a tote, and is nobody's while it is empty."""

    wall = models.ForeignKey(PutWall, on_delete=models.CASCADE, related_name="slots")
    number = models.SmallIntegerField()
    unit_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wall", "number"], name="slot_number_is_unique_per_wall")
        ]

    def __str__(self) -> str:
        return f"slot {self.number}"


class SortTask(OperatorOwned):
    """Put so many units of one order's line from a tote into the order's compartment.

    The units count as in the tote until the last one of the order is in its compartment; then all move at once, so that
    an order is always in one place. A person who sorts a line has it alone.
    """

    site_id = models.UUIDField()
    wall = models.ForeignKey(PutWall, on_delete=models.PROTECT, db_index=False)
    slot_id = models.BigIntegerField(null=True)
    batch_id = models.UUIDField()
    merchant_id = models.UUIDField()
    fulfillment_id = models.UUIDField()
    fulfillment_line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    sorted = models.BigIntegerField(default=0)
    status = models.CharField(max_length=9, default="open")
    priority = models.IntegerField(default=100)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_one_of("status", SORT_STATUSES), name="sort_status_is_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(sorted__gte=0) & Q(sorted__lte=F("quantity")),
                name="sorts_at_most_its_units",
            ),
            models.UniqueConstraint(
                fields=["fulfillment_line_id"],
                condition=Q(status__in=["open", "claimed"]),
                name="line_is_sorted_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["wall", "status", "sku_id"], name="sort_by_item"),
            models.Index(fields=["fulfillment_id"], name="sort_by_fulfillment"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"
