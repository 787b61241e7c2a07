"""Say how a site releases again and again."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.outbound.errors import PolicyNotFound
from packhaus.outbound.events import PolicyDeleted, PolicySaved
from packhaus.outbound.states import LINE_MIXES, PICK_METHODS, POLICY_MODES
from packhaus.outbound.types import MOST_ORDERS

_A_WEEK = 7 * 24 * 60
_LIMITS = {
    "position": (1, 999),
    "due_within_minutes": (0, 60 * 24 * 60),
    "min_priority": (0, 100),
    "max_orders": (1, MOST_ORDERS),
    "max_lines": (1, 1_000_000),
    "cart_totes": (1, 200),
    "before_cut_off_minutes": (0, _A_WEEK),
    "every_minutes": (1, _A_WEEK),
    "refill_below_lines": (1, 1_000_000),
}
_WORDS = {"mode": POLICY_MODES, "line_mix": LINE_MIXES, "pick_method": ["", *PICK_METHODS]}
_LISTS = {"carrier_codes": 50, "merchant_ids": 50, "countries": 50, "zones": 50, "times": 48}
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A policy as somebody wants it; see `models.ReleasePolicy`."""

    name: str
    mode: str = "manual"
    is_active: bool = True
    position: int = 1
    due_within_minutes: int | None = None
    carrier_codes: tuple[str, ...] = ()
    merchant_ids: tuple[UUID, ...] = ()
    countries: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    line_mix: str = "any"
    min_priority: int | None = None
    max_orders: int | None = None
    max_lines: int | None = None
    pick_method: str = ""
    cart_totes: int | None = None
    times: tuple[time, ...] = ()
    before_cut_off_minutes: int | None = None
    every_minutes: int | None = None
    refill_below_lines: int | None = None
    from_at: time | None = None
    until_at: time | None = None


# A policy that is changed begins anew: what it missed under its old times is not made up for.
_SAVE = """
INSERT INTO outbound_releasepolicy AS p (id, site_id, name, is_active, mode, position, due_within_minutes,
    carrier_codes, merchant_ids, countries, zones, line_mix, min_priority, max_orders, max_lines, pick_method,
    cart_totes, times, before_cut_off_minutes, every_minutes, refill_below_lines, from_at, until_at, saved_at,
    orders, lines, "left")
VALUES (%(id)s, %(site_id)s, %(name)s, %(is_active)s, %(mode)s, %(position)s, %(due_within_minutes)s,
    %(carrier_codes)s::text[], %(merchant_ids)s::uuid[], %(countries)s::text[], %(zones)s::text[], %(line_mix)s,
    %(min_priority)s, %(max_orders)s, %(max_lines)s, %(pick_method)s, %(cart_totes)s, %(times)s::time[],
    %(before_cut_off_minutes)s, %(every_minutes)s, %(refill_below_lines)s, %(from_at)s::time, %(until_at)s::time,
    %(now)s, 0, 0, '{}')
ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_active = excluded.is_active, mode = excluded.mode,
    position = excluded.position, due_within_minutes = excluded.due_within_minutes,
    carrier_codes = excluded.carrier_codes, merchant_ids = excluded.merchant_ids, countries = excluded.countries,
    zones = excluded.zones, line_mix = excluded.line_mix, min_priority = excluded.min_priority,
    max_orders = excluded.max_orders, max_lines = excluded.max_lines, pick_method = excluded.pick_method,
    cart_totes = excluded.cart_totes, times = excluded.times, before_cut_off_minutes = excluded.before_cut_off_minutes,
    every_minutes = excluded.every_minutes, refill_below_lines = excluded.refill_below_lines,
    from_at = excluded.from_at, until_at = excluded.until_at, saved_at = excluded.saved_at
"""

_TAKEN = """
SELECT EXISTS (SELECT FROM outbound_releasepolicy WHERE site_id = %(site_id)s AND name = %(name)s AND id <> %(id)s),
       EXISTS (SELECT FROM outbound_releasepolicy WHERE id = %(id)s AND site_id = %(site_id)s)
"""

_DELETE = "DELETE FROM outbound_releasepolicy WHERE id = %(id)s RETURNING site_id, name"


def save_policy(
    *,
    scope: Scope,
    site_id: UUID,
    draft: PolicyDraft,
    policy_id: UUID | None = None,
    now: datetime,
    actor: Actor,
) -> UUID:
    """Keep a policy of a site, a new one without an id, and return its id. Emits: PolicySaved. Queries: 4.

    Raises: Invalid with everything that is wrong; PolicyNotFound.
    """
    problems = list(_list_problems(draft))
    if problems:
        raise Invalid(problems)
    id_ = policy_id or new_id()
    with transaction(scope):
        ((is_taken, is_known),) = rows.fetch_tuples(
            _TAKEN, {"site_id": site_id, "name": draft.name, "id": id_}
        )
        if policy_id and not is_known:
            raise PolicyNotFound("there is no such release policy", policy_id=policy_id)
        if is_taken:
            raise Invalid([FieldProblem("name", "taken", "is another policy of this site")])
        rows.execute(_SAVE, {**_as_parameters(draft), "id": id_, "site_id": site_id, "now": now})
        fact = PolicySaved(
            merchant_id=None,
            aggregate_id=site_id,
            policy_id=str(id_),
            mode=draft.mode,
            is_active=draft.is_active,
        )
        record([fact], happened_at=now, actor=actor)
    return id_


def delete_policy(*, scope: Scope, policy_id: UUID, now: datetime, actor: Actor) -> None:
    """Drop a policy; what it released stays. Emits: PolicyDeleted. Queries: 3. Raises: PolicyNotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_DELETE, {"id": policy_id})
        if not found:
            raise PolicyNotFound("there is no such release policy", policy_id=policy_id)
        fact = PolicyDeleted(merchant_id=None, aggregate_id=found[0][0], policy_id=str(policy_id))
        record([fact], happened_at=now, actor=actor)


def _as_parameters(draft: PolicyDraft) -> dict[str, Any]:
    given = asdict(draft)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def _list_problems(draft: PolicyDraft) -> Iterator[FieldProblem]:
    if not 1 <= len(draft.name) <= LONGEST_NAME:
        yield FieldProblem("name", "too_long", f"is 1 to {LONGEST_NAME} characters")
    for name, words in _WORDS.items():
        if getattr(draft, name) not in words:
            yield FieldProblem(name, "unknown", "is not one of the list")
    for name, (least, most) in _LIMITS.items():
        value = getattr(draft, name)
        if value is not None and not least <= value <= most:
            yield FieldProblem(name, "range", f"is from {least} to {most}")
    for name, count in _LISTS.items():
        if len(getattr(draft, name)) > count:
            yield FieldProblem(name, "too_many", f"is at most {count}")
    yield from _list_problems_of_times(draft)


def _list_problems_of_times(draft: PolicyDraft) -> Iterator[FieldProblem]:
    if draft.mode == "scheduled" and not draft.times and draft.before_cut_off_minutes is None:
        yield FieldProblem("times", "required", "says when: at times of the day, or minutes before a cut-off")
    if draft.mode == "waveless" and not (draft.every_minutes or draft.refill_below_lines):
        yield FieldProblem(
            "every_minutes", "required", "says when: every so many minutes, or below so many lines"
        )
    if draft.from_at and draft.until_at and draft.from_at >= draft.until_at:
        yield FieldProblem("until_at", "range", "is later than it begins")
