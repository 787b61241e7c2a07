"""How a site releases again and again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.outbound.states import LINE_MIXES, PICK_METHODS, POLICY_MODES


class ReleasePolicy(OperatorOwned):
    """What is released, when, how much at once, and how it is picked; what is empty or null does not matter.

    `manual`: when somebody says so. `scheduled`: at `times` (site time) of working days, and so many minutes before
    each cut-off. `waveless`: every so many minutes, or as soon as fewer lines than that are on the floor, between
    `from_at` and `until_at`. The columns from `ran_at` on say what the last run did; `left` counts orders by why they
    stayed, `released_at` and `wave_id` are those of the last run that released something.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("network.Site", on_delete=models.CASCADE)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    mode = models.CharField(max_length=9)
    position = models.SmallIntegerField(default=1)
    due_within_minutes = models.IntegerField(null=True)
    carrier_codes = ArrayField(models.CharField(max_length=24), default=list)
    merchant_ids = ArrayField(models.UUIDField(), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    zones = ArrayField(models.CharField(max_length=8), default=list)
    line_mix = models.CharField(max_length=11, default="any")
    min_priority = models.SmallIntegerField(null=True)
    max_orders = models.IntegerField(null=True)
    max_lines = models.IntegerField(null=True)
    pick_method = models.CharField(max_length=10, default="")
    cart_totes = models.SmallIntegerField(null=True)
    times = ArrayField(models.TimeField(), default=list)
    before_cut_off_minutes = models.IntegerField(null=True)
    every_minutes = models.IntegerField(null=True)
    refill_below_lines = models.IntegerField(null=True)
    from_at = models.TimeField(null=True)
    until_at = models.TimeField(null=True)
    saved_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    orders = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    left = models.JSONField(default=dict)
    released_at = models.DateTimeField(null=True)
    wave_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="policy_name_is_unique_per_site"),
            models.CheckConstraint(condition=is_one_of("mode", POLICY_MODES), name="policy_mode_is_known"),
            models.CheckConstraint(condition=is_one_of("line_mix", LINE_MIXES), name="policy_mix_is_known"),
            models.CheckConstraint(
                condition=Q(pick_method="") | is_one_of("pick_method", PICK_METHODS),
                name="policy_method_is_known",
            ),
            models.CheckConstraint(
                condition=Q(mode="manual")
                | Q(mode="scheduled") & (Q(times__len__gt=0) | Q(before_cut_off_minutes__gte=0))
                | Q(mode="waveless") & (Q(every_minutes__gt=0) | Q(refill_below_lines__gt=0)),
                name="policy_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReleaseRun(OperatorOwned):
    """One run of a policy that released something, or left other orders than the run before it; kept for 92 days.

    `left` counts orders by why they stayed. The name is the policy's of then; it may be gone.
    """

    policy_id = models.UUIDField()
    site_id = models.UUIDField()
    name = models.CharField(max_length=40)
    ran_at = models.DateTimeField()
    wave_id = models.UUIDField(null=True)
    orders = models.IntegerField()
    lines = models.IntegerField()
    left = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(orders__gte=0, lines__gte=0), name="policy_run_counts_up")
        ]
        indexes = [models.Index(fields=["ran_at"], name="policy_run_by_time")]

    def __str__(self) -> str:
        return f"{self.name} {self.ran_at}"
