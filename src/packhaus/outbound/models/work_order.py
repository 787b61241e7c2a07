"""Work on goods before they are sold: putting sets together, and taking them apart."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.outbound.states import WORK_KINDS, WORK_STATUSES


class WorkOrder(MerchantOwned):
    """Make so many units of an item out of its parts at a site, or take them apart; `done` of them are.

    What is made goes to `to_location_id`. `minutes` is what one unit should take.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    site_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    sku_id = models.UUIDField()
    quantity = models.BigIntegerField()
    done = models.BigIntegerField(default=0)
    to_location_id = models.BigIntegerField()
    instruction = models.CharField(max_length=500, default="")
    minutes = models.IntegerField(default=0)
    priority = models.IntegerField(default=100)
    status = models.CharField(max_length=9, default="open")
    created_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_one_of("kind", WORK_KINDS), name="work_kind_is_known"),
            models.CheckConstraint(condition=is_one_of("status", WORK_STATUSES), name="work_status_is_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, done__gte=0, done__lte=F("quantity"), minutes__gte=0),
                name="work_makes_at_most_its_units",
            ),
        ]
        indexes = [models.Index(fields=["site_id", "status", "priority", "id"], name="work_by_site")]

    def __str__(self) -> str:
        return self.number


class WorkPart(MerchantOwned):
    """So many units of a part in one unit of what a work order makes."""

    work_order_id = models.UUIDField()
    sku_id = models.UUIDField()
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_order_id", "sku_id"], name="part_is_listed_once_per_work"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="part_has_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"
