"""Which items should change bins, what became of each proposal, and who moves them."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.outbound.states import (
    SLOTTING_MOVE_STATUSES,
    SLOTTING_OUTCOMES,
    SLOTTING_PROBLEMS,
    SLOTTING_REFUSALS,
    SLOTTING_STATUSES,
    SLOTTING_WHYS,
)


class SlottingRule(OperatorOwned):
    """How a site is advised; one without a row goes by the usual rules (`types.SlottingRules`).

    `golden_levels`: levels at hand height, with spaces between; empty lets the second and third be guessed.
    """

    site_id = models.UUIDField(unique=True)
    weeks = models.SmallIntegerField(default=4)
    payback_weeks = models.SmallIntegerField(default=8)
    minutes_a_move = models.SmallIntegerField(default=5)
    golden_levels = models.CharField(max_length=80, default="")
    keeps_zones = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    weeks__range=(1, 26), payback_weeks__range=(1, 104), minutes_a_move__range=(0, 120)
                ),
                name="slotting_rule_is_in_range",
            )
        ]

    def __str__(self) -> str:
        return str(self.site_id)


class SlottingAdvice(OperatorOwned):
    """What came of the last look at a site: its walks as they are and as proposed, and what moves have saved so far.

    `moved_since`: the walks from then on were replayed with items where they lay before, `unmoved_mm`, beside
    `moved_mm`, as they were walked.
    """

    site_id = models.UUIDField(unique=True)
    outcome = models.CharField(max_length=9)
    worked_at = models.DateTimeField()
    weeks = models.FloatField(default=0)
    walks = models.IntegerField(default=0)
    walked_mm = models.BigIntegerField(default=0)
    advised_mm = models.BigIntegerField(default=0)
    moved_since = models.DateTimeField(null=True)
    moved_walks = models.IntegerField(default=0)
    moved_mm = models.BigIntegerField(default=0)
    unmoved_mm = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("outcome", SLOTTING_OUTCOMES), name="slotting_outcome_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.outcome}"


class SlottingProposal(OperatorOwned):
    """One move, or an exchange of two items, with what it saves a week in mm of walking and what it costs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_id = models.UUIDField()
    status = models.CharField(max_length=9, default="proposed")
    why = models.CharField(max_length=8)
    picks = models.IntegerField()
    walking_mm = models.BigIntegerField()
    reaching_mm = models.BigIntegerField()
    cost_mm = models.BigIntegerField()
    payback_days = models.IntegerField()
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, default="")
    refusal = models.CharField(max_length=10, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", SLOTTING_STATUSES), name="slotting_status_is_known"
            ),
            models.CheckConstraint(condition=is_one_of("why", SLOTTING_WHYS), name="slotting_why_is_known"),
            models.CheckConstraint(
                condition=is_one_of("refusal", ["", *SLOTTING_REFUSALS]), name="slotting_refusal_is_known"
            ),
            models.CheckConstraint(
                condition=Q(picks__gte=0, cost_mm__gte=0, payback_days__gte=0),
                name="slotting_figures_are_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["site_id", "status", "payback_days", "id"], name="slotting_by_site")]

    def __str__(self) -> str:
        return f"{self.id}: {self.status}"


class SlottingMove(MerchantOwned):
    """Bring all of an item from one bin to another; of an exchange step 2 follows step 1."""

    proposal_id = models.UUIDField()
    step = models.SmallIntegerField()
    site_id = models.UUIDField()
    sku_id = models.UUIDField()
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    status = models.CharField(max_length=9, default="proposed")
    priority = models.IntegerField(default=150)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=9, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal_id", "step"], name="slotting_step_is_one"),
            models.CheckConstraint(
                condition=is_one_of("status", SLOTTING_MOVE_STATUSES), name="slotting_move_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("problem", ["", *SLOTTING_PROBLEMS]), name="slotting_problem_is_known"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="slotting_moves_no_negative_units"),
        ]
        indexes = [
            models.Index(
                fields=["site_id", "priority", "id"],
                condition=Q(status__in=["open", "claimed"]),
                name="slotting_move_open",
            ),
            models.Index(
                fields=["site_id", "done_at"], condition=Q(status="done"), name="slotting_move_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} to {self.to_location_id}"
