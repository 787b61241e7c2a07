"""Replenishing as a kind of floor work."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from packhaus.access.types import Actor
from packhaus.kernel.errors import Conflict
from packhaus.outbound.queries.list_replenishments import (
    ReplenishmentRow,
    count_open_replenishments,
    list_next_replenishments,
)
from packhaus.outbound.services.replenish import claim_replenishment
from packhaus.web.floor.kinds import UNKNOWN_MM, Asked, NextWork, WorkKind, measure_mm, register
from packhaus.web.formats import format_quantity

OFFERED = 12
ATTEMPTS = 5


def count_replenishing(asked: Asked) -> int:
    """Return how many tasks nobody has."""
    return count_open_replenishments(scope=asked.scope, site_id=asked.site_id)


def offer_replenishing(asked: Asked) -> NextWork | None:
    """Offer what the person has begun, else the first by priority and need, the nearest of equals."""
    tasks = list_next_replenishments(
        scope=asked.scope, site_id=asked.site_id, person_id=asked.person_id, limit=OFFERED
    )
    if not tasks:
        return None
    first = tasks[0]
    equals = [one for one in tasks if _rank(one) == _rank(first)]
    task = min(equals, key=lambda one: (_walk_to(asked, one), one.id))
    return NextWork(
        label=_("Fill %(face)s") % {"face": task.to_code},
        url=reverse("floor:replenish-task", args=[task.id]),
        priority=task.priority,
        distance_mm=measure_mm(asked.near, task.x_mm, task.y_mm),
        detail=f"{format_quantity(task.quantity)} × {task.sku_name}",
        due_at=task.needed_at,
        is_mine=task.status == "claimed",
        key=str(task.id),
    )


def take_replenishing(work: NextWork, person_id: UUID, now: datetime, _actor: Actor) -> None:
    """Claim an offered task. Raises: TaskNotFound, ReplenishmentTaken."""
    claim_replenishment(task_id=int(work.key), person_id=person_id, now=now)


def take_next(asked: Asked) -> NextWork | None:
    """Claim what is next for somebody who has just filled a face, or return what they have begun; None: all is full."""
    for _attempt in range(ATTEMPTS):
        work = offer_replenishing(asked)
        if work is None or work.is_mine:
            return work
        try:
            claim_replenishment(task_id=int(work.key), person_id=asked.person_id, now=asked.now)
        except Conflict:  # taken a moment ago: there is another
            continue
        return work
    return None


def _rank(task: ReplenishmentRow) -> tuple[bool, int, datetime | None]:
    return task.status != "claimed", task.priority, task.needed_at


def _walk_to(asked: Asked, task: ReplenishmentRow) -> int:
    found = measure_mm(asked.near, task.x_mm, task.y_mm)
    return UNKNOWN_MM if found is None else found


register(
    WorkKind(
        "replenish", pgettext_lazy("floor work", "Replenish"), "floor:replenish", "refresh",
        count_replenishing, offer_replenishing, take=take_replenishing, position=300,
    )
)  # fmt: skip
