"""Counts of bins: what is to be counted, who walks there, what was found, and how often a site counts."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.inventory.models.location import Location
from packhaus.inventory.states import COUNT_STATUSES, OPEN_COUNTS, TASK_STATUSES
from packhaus.inventory.types import COUNT_REASONS, COUNT_TRIGGERS
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id


class CountProgramme(OperatorOwned):
    """How a site counts: days between two counts of a class, bins a day, goals in hundredths, what posts itself.

    `checks_empty`: who picks the last units of a bin by the record is asked whether it is empty.
    """

    site = models.OneToOneField("network.Site", on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    days_a = models.IntegerField(default=30)
    days_b = models.IntegerField(default=90)
    days_c = models.IntegerField(default=180)
    goal_a = models.IntegerField(default=99)
    goal_b = models.IntegerField(default=98)
    goal_c = models.IntegerField(default=95)
    bins_a_day = models.IntegerField(default=50)
    tolerance_units = models.IntegerField(default=0)
    tolerance_percent = models.IntegerField(default=0)
    tolerance_minor = models.BigIntegerField(null=True)
    tolerance_currency = models.CharField(max_length=3, default="", db_default="")
    checks_empty = models.BooleanField(default=False, db_default=False)
    planned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=are_not_negative(
                    "days_a", "days_b", "days_c", "goal_a", "goal_b", "goal_c", "bins_a_day", "tolerance_units",
                    "tolerance_percent",
                ),
                name="count_programme_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(tolerance_minor__isnull=True)
                | (Q(tolerance_minor__gte=0) & ~Q(tolerance_currency="")),
                name="count_tolerance_has_a_currency",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.site_id)


class Count(OperatorOwned):
    """One count of a bin, or of one item in it. A bin has one open count at a time; `round` 2 is the recount."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    document_id = models.CharField(max_length=40)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, db_index=False)
    sku_id = models.UUIDField(null=True)
    status = models.CharField(max_length=9, default="planned")
    trigger = models.CharField(max_length=12)
    round = models.SmallIntegerField(default=1)
    planned_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counted_by = models.CharField(max_length=40, default="")
    closed_by = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=16, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", COUNT_STATUSES), name="count_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("trigger", COUNT_TRIGGERS), name="count_trigger_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | is_one_of("reason", COUNT_REASONS), name="count_reason_is_known"
            ),
            models.UniqueConstraint(
                fields=["location"], condition=Q(status__in=OPEN_COUNTS), name="bin_has_one_open_count"
            ),
        ]
        indexes = [
            models.Index(fields=["location", "counted_at"], name="count_by_location"),
            models.Index(fields=["site", "closed_at"], name="count_by_site"),
            models.Index(fields=["planned_at", "id"], name="count_by_planning"),
        ]

    def __str__(self) -> str:
        return self.number


class CountTask(OperatorOwned):
    """One person's walk to a bin; the recount is another person's. `position`: the ledger's when she began."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, db_index=False)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    round = models.SmallIntegerField(default=1)
    status = models.CharField(max_length=9, default="open")
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    priority = models.IntegerField(default=100)
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField(null=True)
    quantity = models.BigIntegerField(default=0)
    not_by = models.UUIDField(null=True)
    position = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", TASK_STATUSES), name="count_task_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["count"], condition=Q(status__in=("open", "claimed")), name="count_has_one_open_task"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | Q(not_by__isnull=True) | ~Q(claimed_by=F("not_by")),
                name="recount_is_somebody_elses",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "priority", "id"], condition=Q(status="open"), name="count_task_open"
            ),
            models.Index(fields=["claimed_by"], condition=Q(status="claimed"), name="count_task_claimed"),
            models.Index(fields=["count"], name="count_task_by_count"),
        ]

    def __str__(self) -> str:
        return f"{self.count_id} {self.round}"


class CountLine(MerchantOwned):
    """What was found of one key, beside what the ledger had at `position`; `posted` is what was booked of it."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, db_index=False)
    round = models.SmallIntegerField()
    sku = OwnedForeignKey(Sku)
    owner_id = models.UUIDField()
    lot_id = models.BigIntegerField(null=True)
    serial = models.CharField(max_length=40, null=True)
    handling_unit_id = models.UUIDField(null=True)
    condition = models.CharField(max_length=11)
    recorded = models.BigIntegerField()
    counted = models.BigIntegerField()
    position = models.BigIntegerField()
    has_moved = models.BooleanField(default=False)
    abc = models.CharField(max_length=1, default="c")
    counted_at = models.DateTimeField()
    posted = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "count",
                    "round",
                    "sku",
                    "owner_id",
                    "lot_id",
                    "serial",
                    "handling_unit_id",
                    "condition",
                ],
                nulls_distinct=False,
                name="count_line_is_one_per_key",
            ),
            models.CheckConstraint(
                condition=are_not_negative("recorded", "counted"), name="counted_units_are_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="count_line_by_sku")]

    def __str__(self) -> str:
        return f"{self.counted} of {self.sku_id}"


class CountUnknown(OperatorOwned):
    """A code that lay in a counted bin and that nobody knows."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, db_index=False)
    round = models.SmallIntegerField()
    code = models.CharField(max_length=48)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "round", "code"], name="unknown_code_is_noted_once")
        ]

    def __str__(self) -> str:
        return self.code


class SkuClass(MerchantOwned):
    """How often an item is picked at a site: A, B or C, as of the last time that somebody looked."""

    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False)
    sku = OwnedForeignKey(Sku)
    abc = models.CharField(max_length=1)
    picks = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "sku"], name="sku_has_one_class_per_site"),
            models.CheckConstraint(condition=is_one_of("abc", ["a", "b", "c"]), name="sku_class_is_known"),
        ]

    def __str__(self) -> str:
        return self.abc
