"""Accept what a carrier asks for parcels, dispute it, note that it was given back, or open it again."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.shipping.events import BilledParcelsDecided
from packhaus.shipping.locks import lock_billed
from packhaus.shipping.services.match_bills import match_billed
from packhaus.shipping.states import BILLED_TRANSITIONS

LONGEST_NOTE = 200
_SOURCES = {move.target: move.sources for move in BILLED_TRANSITIONS}

_DECIDE = """
UPDATE shipping_billedparcel AS b
SET state = %(state)s::text,
    note = CASE WHEN %(state)s::text = 'open' THEN ''
        WHEN %(note)s::text = '' THEN b.note ELSE %(note)s::text END,
    decided_at = CASE WHEN %(state)s::text = 'open' THEN NULL ELSE %(now)s::timestamptz END,
    decided_by = CASE WHEN %(state)s::text = 'open' THEN '' ELSE %(actor)s::text END
FROM shipping_carrierbill AS y, shipping_carrier AS c
WHERE b.id = ANY(%(ids)s::bigint[]) AND y.id = b.bill_id AND c.id = y.carrier_id
RETURNING b.id, y.id, c.code, y.number
"""


_PUT_BACK = """
UPDATE shipping_billedparcel AS b
SET state = r.state, note = r.note, decided_at = CASE WHEN r.state = 'open' THEN NULL ELSE %(now)s::timestamptz END,
    decided_by = CASE WHEN r.state = 'open' THEN '' ELSE %(actor)s::text END
FROM json_to_recordset(%(before)s::json) AS r(id bigint, state text, note text), shipping_carrierbill AS y,
     shipping_carrier AS c
WHERE b.id = r.id AND b.id = ANY(%(ids)s::bigint[]) AND y.id = b.bill_id AND c.id = y.carrier_id
RETURNING b.id, y.id, c.code, y.number, b.state
"""


class StoodBefore(NamedTuple):
    """Where a billed parcel stood, and what was noted."""

    id: int
    state: str
    note: str


def decide_billed(
    *, scope: Scope, ids: Sequence[int], state: str, note: str = "", now: datetime, actor: Actor
) -> list[int]:
    """Bring billed parcels into a state and return those that could be: accepted, disputed, credited, or open.

    `note`: what the carrier is told, of at most 200 signs. Emits: BilledParcelsDecided per bill. Queries: 3.
    Raises: Invalid (no such state, a note that is too long).
    """
    if state not in _SOURCES:
        raise Invalid([FieldProblem("state", "unknown", f"is one of {', '.join(sorted(_SOURCES))}")])
    if len(note) > LONGEST_NOTE:
        raise Invalid([FieldProblem("note", "too_long", f"has at most {LONGEST_NOTE} signs")])
    with transaction(scope):
        found = rows.fetch_tuples(
            _DECIDE,
            {
                "ids": lock_billed(ids=ids, states=_SOURCES[state]),
                "state": state,
                "note": note.strip(),
                "now": now,
                "actor": actor.id,
            },
        )
        _tell([(bill_id, carrier, number, state) for _, bill_id, carrier, number in found], now, actor)
    return sorted(id_ for id_, *_ in found)


def take_back(*, scope: Scope, said: str, before: Sequence[StoodBefore], now: datetime, actor: Actor) -> None:
    """Bring billed parcels that are still as somebody said back to where they stood; the others stay.

    Emits: BilledParcelsDecided per bill and state. Queries: 3.
    """
    with transaction(scope):
        parameters = {
            "ids": lock_billed(ids=[one.id for one in before], states=[said]),
            "before": json.dumps([one._asdict() for one in before]),
            "now": now,
            "actor": actor.id,
        }
        _tell([tuple(row[1:]) for row in rows.fetch_tuples(_PUT_BACK, parameters)], now, actor)


def _tell(decided: Sequence[tuple[UUID, str, str, str]], now: datetime, actor: Actor) -> None:
    facts = [
        BilledParcelsDecided(
            merchant_id=None,
            aggregate_id=str(bill_id),
            carrier=carrier,
            number=number,
            state=state,
            parcels=count,
        )
        for (bill_id, carrier, number, state), count in Counter(decided).items()
    ]
    if facts:
        record(facts, happened_at=now, actor=actor)


def match_again(*, scope: Scope, ids: Sequence[int], now: datetime) -> list[int]:
    """Look once more for the parcels of what is open, such as one that a partner has told since. Queries: 3."""
    with transaction(scope):
        found = lock_billed(ids=ids, states=["open"])
        if found:
            match_billed(ids=found, now=now)
    return found
