"""Where items are picked by the piece, and who brings them there."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.outbound.states import REPLENISHMENT_STATUSES, SHORT_REASONS


class PickFace(MerchantOwned):
    """A bin from which an item is picked by the piece, filled up to `maximum` before it falls below `minimum`."""

    site_id = models.UUIDField()
    location_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    minimum = models.BigIntegerField()
    maximum = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location_id", "sku_id"], name="face_is_one_per_bin_and_sku"),
            models.CheckConstraint(
                condition=Q(minimum__gte=0) & Q(maximum__gt=F("minimum")),
                name="face_minimum_is_below_maximum",
            ),
        ]
        indexes = [models.Index(fields=["site_id", "sku_id"], name="face_by_sku")]

    def __str__(self) -> str:
        return f"{self.sku_id} at {self.location_id}"


class PickPolicy(OperatorOwned):
    """Whether a site picks pieces from pick faces first; a site without a row does as soon as it has faces."""

    site_id = models.UUIDField(unique=True)
    prefers_faces = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.site_id}: {self.prefers_faces}"


class ReplenishmentTask(MerchantOwned):
    """Take so many units from a reserve bin to a pick face.

    It takes nothing from orders: units that a wave allocates meanwhile are theirs, and the task asks for fewer. Two
    tasks never ask for the same units. `moved` came to the face, `returned` did not fit and went back. A short is open
    until its bin is counted; nobody is sent there meanwhile.
    """

    site_id = models.UUIDField()
    sku_id = models.UUIDField()
    balance_id = models.BigIntegerField()
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    moved = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    status = models.CharField(max_length=9, default="open")
    priority = models.IntegerField(default=100)
    needed_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    short_reason = models.CharField(max_length=12, default="")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", REPLENISHMENT_STATUSES), name="replenishment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, moved__gte=0, returned__gte=0), name="replenishment_has_units"
            ),
            models.CheckConstraint(
                condition=is_one_of("short_reason", ["", *SHORT_REASONS]),
                name="replenishment_short_reason_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["site_id", "status", "priority", "id"], name="replenishment_by_site"),
            models.Index(
                fields=["balance_id"],
                condition=Q(status__in=["open", "claimed"]),
                name="replenishment_by_source",
            ),
            models.Index(
                fields=["from_location_id", "sku_id"],
                condition=Q(status="short", resolved_at__isnull=True),
                name="replenishment_short",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"
