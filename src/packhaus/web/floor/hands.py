"""Work in somebody's hands, of every kind: what it is called, where it goes on, and how it changes hands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.access.queries.floor import find_allowed_kinds
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.services.hand_over_check import hand_over_check
from packhaus.inbound.services.put_away.claim import hand_over_put_away, return_put_away
from packhaus.insight.queries.open_work import OpenWork, ParkedRow, list_own_work, list_parked
from packhaus.inventory.services.claims import hand_over_work, leave_work
from packhaus.inventory.services.counts.claim import hand_over_count, leave_count
from packhaus.inventory.services.park_work import park_work, take_up_work
from packhaus.inventory.types import CLAIMED_KINDS, PARKED_KINDS
from packhaus.outbound.queries.list_replenishments import get_replenishment
from packhaus.outbound.services.batches import hand_over_batch, return_batch
from packhaus.outbound.services.replenish import (
    cancel_replenishments,
    hand_over_replenishment,
    plan_replenishment,
    return_replenishment,
)
from packhaus.outbound.services.slotting import hand_over_move, return_move
from packhaus.outbound.services.sorting import leave_wall
from packhaus.outbound.services.vas import claim_vas
from packhaus.outbound.services.vas.give_back import give_back_vas
from packhaus.web.floor.kinds import NextWork
from packhaus.web.formats import format_quantity

OPERATION = Scope.operator()


@dataclass(frozen=True, slots=True)
class Held:
    """Work that a person has begun. `code` names it on a page, `can_park` tells whether goods or a cart go with it."""

    work: OpenWork
    label: str
    detail: str
    url: str

    @property
    def code(self) -> str:
        """What a form sends back."""
        return f"{self.work.kind}:{self.work.key}"

    @property
    def can_park(self) -> bool:
        """Tell whether it has a cart or goods that stand somewhere."""
        return self.work.kind in PARKED_KINDS

    @property
    def can_give(self) -> bool:
        """Tell whether a colleague can have it as it is; of sorting only the item in hand is somebody's."""
        return self.work.kind in GIVERS


Giver = Callable[[OpenWork, UUID, datetime, Actor], None]
Returner = Callable[[OpenWork, datetime, Actor], object]


def _give_walk(work: OpenWork, to_id: UUID, now: datetime, actor: Actor) -> None:
    hand_over_batch(batch_id=UUID(work.key), from_id=work.person_id, to_id=to_id, now=now, actor=actor)


def _give_put_away(work: OpenWork, to_id: UUID, now: datetime, _actor: Actor) -> None:
    hand_over_put_away(scope=OPERATION, task_id=UUID(work.key), from_id=work.person_id, to_id=to_id, now=now)


def _give_replenishment(work: OpenWork, to_id: UUID, now: datetime, _actor: Actor) -> None:
    hand_over_replenishment(task_id=int(work.key), from_id=work.person_id, to_id=to_id, now=now)


def _give_move(work: OpenWork, to_id: UUID, now: datetime, _actor: Actor) -> None:
    hand_over_move(move_id=int(work.key), from_id=work.person_id, to_id=to_id, now=now)


def _give_check(work: OpenWork, to_id: UUID | None, now: datetime, _actor: Actor) -> None:
    hand_over_check(scope=OPERATION, check_id=UUID(work.key), from_id=work.person_id, to_id=to_id, now=now)


def _give_count(work: OpenWork, to_id: UUID, now: datetime, _actor: Actor) -> None:
    hand_over_count(scope=OPERATION, count_id=UUID(work.key), from_id=work.person_id, to_id=to_id, now=now)


def _give_services(work: OpenWork, to_id: UUID, now: datetime, _actor: Actor) -> None:
    claim_vas(scope=OPERATION, fulfillment_id=UUID(work.key), person_id=to_id, now=now)


def _give_claim(work: OpenWork, to_id: UUID, now: datetime, _actor: Actor) -> None:
    hand_over_work(kind=work.kind, key=work.key, from_id=work.person_id, to_id=to_id, now=now)


GIVERS: dict[str, Giver] = {
    "pick": _give_walk,
    "put_away": _give_put_away,
    "replenish": _give_replenishment,
    "reslot": _give_move,
    "check": _give_check,
    "count": _give_count,
    "vas": _give_services,
    **dict.fromkeys(CLAIMED_KINDS, _give_claim),
}


def _return_put_away(work: OpenWork, _now: datetime, _actor: Actor) -> None:
    return_put_away(scope=OPERATION, task_ids=[UUID(work.key)], person_id=work.person_id)


def return_or_plan(*, scope: Scope, task_id: int, now: datetime) -> None:
    """Let somebody else fill a face; what orders took meanwhile is planned anew."""
    task = get_replenishment(scope=scope, task_id=task_id)
    if task.can_take:
        return_replenishment(task_id=task_id)
    else:
        cancel_replenishments(task_ids=[task_id], now=now)
        plan_replenishment(site_id=task.site_id, now=now)


def _return_count(work: OpenWork, now: datetime, _actor: Actor) -> None:
    leave_count(scope=OPERATION, count_id=UUID(work.key), person_id=work.person_id, now=now)


def _return_services(work: OpenWork, _now: datetime, _actor: Actor) -> None:
    give_back_vas(scope=OPERATION, fulfillment_id=UUID(work.key), person_id=work.person_id)


def _leave_claim(work: OpenWork, now: datetime, _actor: Actor) -> None:
    leave_work(kind=work.kind, key=work.key, person_id=work.person_id, now=now)


RETURNERS: dict[str, Returner] = {
    "pick": lambda work, now, actor: return_batch(batch_id=UUID(work.key), now=now, actor=actor),
    "put_away": _return_put_away,
    "replenish": lambda work, now, _actor: return_or_plan(scope=OPERATION, task_id=int(work.key), now=now),
    "reslot": lambda work, _now, _actor: return_move(move_id=int(work.key)),
    "check": lambda work, now, actor: _give_check(work, None, now, actor),
    "count": _return_count,
    "sort": lambda work, _now, _actor: leave_wall(wall_id=UUID(work.key), person_id=work.person_id),
    "vas": _return_services,
    **dict.fromkeys(CLAIMED_KINDS, _leave_claim),
}


def list_held(*, scope: Scope, person_id: UUID) -> list[Held]:
    """Return what a person has begun, in words. Queries: 1."""
    return [name_work(work) for work in list_own_work(scope=scope, person_id=person_id)]


def name_work(work: OpenWork) -> Held:
    """Name a task as the Work page does, with its address."""
    goods = work.name or work.sku_name
    labels = {
        "pick": _("Pick %(number)s") % {"number": work.name},
        "put_away": _("Put away %(goods)s") % {"goods": goods},
        "replenish": _("Fill %(face)s") % {"face": work.place},
        "reslot": _("Bring %(item)s to %(bin)s") % {"item": work.sku_name, "bin": work.place},
        "check": _("Check %(item)s") % {"item": work.sku_name},
        "count": _("Count %(bin)s") % {"bin": work.place},
        "sort": _("Sort at %(wall)s") % {"wall": work.name},
        "vas": _("Services for tote %(tote)s") % {"tote": work.name},
        "receive": _("Receive %(number)s") % {"number": work.name.partition("/")[2]},
        "pack": _("Pack tote %(tote)s") % {"tote": work.name},
        "load": _("Load %(carrier)s") % {"carrier": work.name.partition("/")[2].partition("/")[0]},
        "move": _("Move %(goods)s") % {"goods": work.name},
    }
    return Held(work, labels[work.kind], _tell_left(work), _link(work))


def _tell_left(work: OpenWork) -> str:
    units = {"stops": format_quantity(work.units)}
    if work.kind == "pick":
        left = ngettext("%(stops)s stop left", "%(stops)s stops left", work.units) % units
        return " · ".join(part for part in (left, work.place) if part)
    if work.kind == "put_away":
        return f"→ {work.place}"
    if work.kind in {"replenish", "reslot"}:
        return f"{format_quantity(work.units)} × {work.sku_name}"
    return work.place if work.kind == "check" else ""


def _link(work: OpenWork) -> str:
    names = {
        "pick": ("floor:pick", work.name),
        "put_away": ("floor:put-away-task", work.key),
        "replenish": ("floor:replenish-task", work.key),
        "reslot": ("floor:reslot-move", work.key),
        "check": ("floor:check", work.key),
        "count": ("floor:count-bin", work.name),
        "sort": ("floor:sort-wall", work.name),
        "vas": ("floor:vas-tote", work.name),
        "pack": ("console:pack-tote", work.name),
    }
    if work.kind in names:
        page, key = names[work.kind]
        return reverse(page, args=[key])
    if work.kind == "receive":
        return reverse("floor:receive-asn", args=work.name.split("/", 1))
    if work.kind == "load":
        site, carrier, until = work.name.split("/", 2)
        return (
            f"{reverse('floor:load-truck')}?{urlencode({'site': site, 'carrier': carrier, 'until': until})}"
        )
    return f"{reverse('floor:move')}?{urlencode({'what': work.name})}"


def may_do(held: Held, person_id: UUID) -> bool:
    """Tell whether a person is one who gets this kind of work. Queries: 1."""
    allowed = find_allowed_kinds(person_id)
    return allowed is None or held.work.kind in allowed


def give(held: Held, *, to_id: UUID, now: datetime, actor: Actor) -> None:
    """Hand work over as it is. Raises: the kind's own refusal when it is not that person's any more."""
    GIVERS[held.work.kind](held.work, to_id, now, actor)


def put_back(held: Held, *, now: datetime, actor: Actor) -> None:
    """Let whoever is next go on; the goods are where they were."""
    with transaction(OPERATION):
        RETURNERS[held.work.kind](held.work, now, actor)
        take_up_work(kind=held.work.kind, key=held.work.key)


def put_down(held: Held, *, place: str, now: datetime, actor: Actor) -> None:
    """Let whoever is next go on, and note where the cart or the goods stand.

    Raises: UnknownLocation (nothing changed).
    """
    work = held.work
    with transaction(OPERATION):
        if held.can_park:
            park_work(
                kind=work.kind, key=work.key, site_id=work.site_id, place=place, person_id=work.person_id,
                now=now,
            )  # fmt: skip
        RETURNERS[work.kind](work, now, actor)


def find_parked(scope: Scope, kind: str, work: NextWork) -> ParkedRow | None:
    """Return where offered work stands, when somebody has put it down. Queries: 1, or 0 where nothing can be."""
    if kind not in PARKED_KINDS or not work.key:
        return None
    return list_parked(scope=scope, tasks=[(kind, work.key)]).get((kind, work.key))
