"""Waves, allocations, batches, tasks, shorts."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.outbound.states import (
    BATCH_STATUSES,
    PICK_METHODS,
    ROUTINGS,
    SHORT_REASONS,
    TASK_STATUSES,
    WAVE_STATUSES,
)


class Wave(OperatorOwned):
    """Fulfillment orders released together; the rule that chose them is kept, and the policy that it came from.

    The lower its `rank`, the earlier its walks are offered; 0 is usual. New walks take it over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT)
    status = models.CharField(max_length=9, default="released")
    rule = models.JSONField(default=dict)
    cut_off_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField()
    order_count = models.IntegerField()
    line_count = models.IntegerField()
    unit_count = models.BigIntegerField()
    rank = models.IntegerField(db_default=0)
    policy_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_one_of("status", WAVE_STATUSES), name="wave_status_is_known")
        ]
        indexes = [models.Index(fields=["site", "status", "-released_at", "-id"], name="wave_by_site")]

    def __str__(self) -> str:
        return self.number


class Allocation(MerchantOwned):
    """A promise turned into an exact bin and lot. No foreign keys: `packhaus check` proves what they would."""

    wave_id = models.UUIDField()
    fulfillment_line_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    balance_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    picked = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=0, picked__gte=0, picked__lte=F("quantity")),
                name="picked_fits_allocation",
            )
        ]
        indexes = [
            models.Index(fields=["fulfillment_line_id"], name="allocation_by_line"),
            models.Index(
                fields=["balance_id"], condition=Q(quantity__gt=F("picked")), name="allocation_by_bin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"


class PickBatch(OperatorOwned):
    """One walk of one person with one cart; unclaimed ones are offered by `rank`, then the oldest first.

    `planned_mm` is how far the walk is, `baseline_mm` how far its orders would be one by one along an S; `routing` says
    how the walk was found. Null where nobody measured where bins are.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT)
    site_id = models.UUIDField()
    status = models.CharField(max_length=9, default="open")
    picker_id = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stop_count = models.IntegerField()
    last_scan_at = models.DateTimeField(null=True)
    rank = models.IntegerField(db_default=0)
    method = models.CharField(max_length=10, default="cluster", db_default="cluster")
    routing = models.CharField(max_length=8, default="", db_default="")
    planned_mm = models.BigIntegerField(null=True)
    baseline_mm = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", BATCH_STATUSES), name="batch_status_is_known"
            ),
            models.CheckConstraint(condition=is_one_of("method", PICK_METHODS), name="batch_method_is_known"),
            models.CheckConstraint(
                condition=Q(routing="") | is_one_of("routing", ROUTINGS), name="batch_routing_is_known"
            ),
        ]
        indexes = [models.Index(fields=["site_id", "status", "id"], name="batch_by_site")]

    def __str__(self) -> str:
        return self.number


class BatchSlot(OperatorOwned):
    """A tote on the cart and the fulfillment order that goes into it.

    Walks that are sorted later put several orders of one merchant into a tote: each has its slot, the tote is the same.
    """

    batch = models.ForeignKey(PickBatch, on_delete=models.CASCADE, related_name="slots")
    slot = models.SmallIntegerField()
    fulfillment_id = models.UUIDField(unique=True)
    merchant_id = models.UUIDField()
    tote_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "slot"], name="slot_holds_one_order")]

    def __str__(self) -> str:
        return f"slot {self.slot}"


class PickTask(OperatorOwned):
    """One stop: take so many of this from there into that tote."""

    batch_id = models.UUIDField()
    sequence = models.IntegerField()
    slot = models.SmallIntegerField()
    merchant_id = models.UUIDField()
    fulfillment_id = models.UUIDField()
    fulfillment_line_id = models.BigIntegerField()
    allocation_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    quantity = models.BigIntegerField()
    picked = models.BigIntegerField(default=0)
    status = models.CharField(max_length=9, default="open")
    short_reason = models.CharField(max_length=12, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_one_of("status", TASK_STATUSES), name="task_status_is_known"),
            models.CheckConstraint(
                condition=Q(picked__gte=0) & Q(picked__lte=F("quantity")), name="task_picks_at_most_its_units"
            ),
        ]
        indexes = [
            models.Index(fields=["batch_id", "sequence"], name="task_in_walking_order"),
            models.Index(fields=["fulfillment_id"], name="task_by_fulfillment"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.sequence}"


class Short(MerchantOwned):
    """Units that were not found, why, and what was done about it.

    `doubted` units are free in its bin by a record that nobody believes until it is counted; the first open short of a
    bin has them all.
    """

    task_id = models.BigIntegerField()
    fulfillment_id = models.UUIDField()
    line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    location_id = models.BigIntegerField()
    site_id = models.UUIDField()
    missing = models.BigIntegerField()
    reason = models.CharField(max_length=12)
    written_off = models.BigIntegerField(default=0)
    from_other_bin = models.BigIntegerField(default=0)
    from_other_site = models.BigIntegerField(default=0)
    to_backorder = models.BigIntegerField(default=0)
    doubted = models.BigIntegerField(default=0, db_default=0)
    happened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("reason", SHORT_REASONS), name="short_reason_is_known"
            ),
            models.CheckConstraint(condition=Q(missing__gt=0), name="short_misses_units"),
            models.CheckConstraint(condition=Q(doubted__gte=0), name="doubted_is_not_negative"),
        ]
        indexes = [
            models.Index(fields=["site_id", "-happened_at", "-id"], name="short_newest_first"),
            models.Index(fields=["sku_id", "site_id"], name="short_by_sku"),
            # Every allocation asks which bins are in doubt.
            models.Index(fields=["site_id"], name="short_open", condition=Q(resolved_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.missing} {self.reason}"


class Scan(OperatorOwned):
    """A scan that has taken effect: the same device and client id never takes effect twice."""

    device = models.CharField(max_length=40)
    client_id = models.CharField(max_length=40)
    task_id = models.BigIntegerField()
    outcome = models.CharField(max_length=16)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "client_id"], name="scan_takes_effect_once")]

    def __str__(self) -> str:
        return f"{self.device} {self.client_id}"
