"""Order that units be put together out of parts, or taken apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.outbound.events import WorkOrdered
from packhaus.outbound.states import WORK_KINDS

MAX_UNITS = 1_000_000
MAX_PARTS = 100
MAX_MINUTES = 1_440

_SKUS = """
SELECT code, id, kind, has_lots OR has_serials OR has_expiry AS is_tracked
FROM catalog_sku WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])
"""
_COMPONENTS = """
SELECT p.code, c.quantity FROM catalog_kitcomponent AS c
JOIN catalog_sku AS k ON k.id = c.kit_id AND k.merchant_id = %(merchant_id)s AND k.code = %(code)s
JOIN catalog_sku AS p ON p.id = c.component_id ORDER BY p.code
"""
# Without a place of its own the work comes to the site's packing places.
_PLACE = """
SELECT id FROM inventory_location
WHERE site_id = %(site_id)s AND NOT is_blocked AND counts_as_on_hand
  AND CASE %(code)s::text WHEN '' THEN kind = 'packing' ELSE code = %(code)s::text END
ORDER BY walk_sequence, id LIMIT 1
"""
_WRITE = """
WITH work AS (
    INSERT INTO outbound_workorder (id, merchant_id, number, site_id, kind, sku_id, quantity, done, to_location_id,
        instruction, minutes, priority, status, created_at)
    VALUES (%(id)s, %(merchant_id)s, 'V-' || nextval('outbound_number'), %(site_id)s, %(kind)s, %(sku_id)s,
        %(quantity)s, 0, %(place)s, %(instruction)s, %(minutes)s::int, %(priority)s::int, 'open', %(now)s)
    RETURNING id, merchant_id, number
), part AS (
    INSERT INTO outbound_workpart (merchant_id, work_order_id, sku_id, quantity)
    SELECT w.merchant_id, w.id, p.sku_id, p.quantity
    FROM work AS w, unnest(%(sku_ids)s::uuid[], %(quantities)s::bigint[]) AS p(sku_id, quantity)
)
SELECT number FROM work
"""


@dataclass(frozen=True, slots=True)
class WorkDraft:
    """Units of a stock item to be made of parts (code, units in one), or taken apart into them.

    Without parts those of the kit named by `kit` are taken: how a set that is sold as a kit becomes stock of its own.
    `place` is where what is made comes to; without one, a packing place.
    """

    merchant_id: UUID
    site_id: UUID
    kind: str
    sku: str
    quantity: int
    parts: tuple[tuple[str, int], ...] = ()
    kit: str = ""
    place: str = ""
    instruction: str = ""
    minutes: int = 0
    priority: int = 100


class _Sku(NamedTuple):
    id: UUID
    kind: str
    is_tracked: bool


def order_work(*, scope: Scope, draft: WorkDraft, now: datetime, actor: Actor) -> str:
    """Write a work order and return its number. Emits: WorkOrdered. Queries: 4 or 5.

    Raises: Invalid with every problem (an item of lots, serials or expiry is not made: nobody knows which).
    """
    with transaction(scope, savepoint=True):
        parts = draft.parts or tuple(
            rows.fetch_tuples(_COMPONENTS, {"merchant_id": draft.merchant_id, "code": draft.kit})
        )
        codes = [draft.sku, *(code for code, _ in parts)]
        found = rows.fetch_tuples(_SKUS, {"merchant_id": draft.merchant_id, "codes": codes})
        skus = {code: _Sku(*facts) for code, *facts in found}
        places = rows.fetch_tuples(_PLACE, {"site_id": draft.site_id, "code": draft.place})
        problems = _check(draft, parts, skus)
        if not places:
            problems.append(FieldProblem("place", "unknown", "is not known"))
        if problems:
            raise Invalid(problems)
        work_id = new_id()
        number = _write(draft, parts, skus, work_id=work_id, place=places[0][0], now=now)
        fact = WorkOrdered(
            merchant_id=draft.merchant_id,
            aggregate_id=work_id,
            number=number,
            sku_id=str(skus[draft.sku].id),
            units=draft.quantity,
        )
        record([fact], happened_at=now, actor=actor)
    return number


def _write(
    draft: WorkDraft,
    parts: Sequence[tuple[str, int]],
    skus: Mapping[str, _Sku],
    *,
    work_id: UUID,
    place: int,
    now: datetime,
) -> str:
    return str(
        rows.fetch_value(
            _WRITE,
            {
                "id": work_id,
                "merchant_id": draft.merchant_id,
                "site_id": draft.site_id,
                "kind": draft.kind,
                "sku_id": skus[draft.sku].id,
                "quantity": draft.quantity,
                "place": place,
                "instruction": draft.instruction,
                "minutes": draft.minutes,
                "priority": draft.priority,
                "now": now,
                "sku_ids": [skus[code].id for code, _ in parts],
                "quantities": [units for _, units in parts],
            },
        )
    )


def _check(
    draft: WorkDraft, parts: Sequence[tuple[str, int]], skus: Mapping[str, _Sku]
) -> list[FieldProblem]:
    problems = []
    if draft.kind not in WORK_KINDS:
        problems.append(FieldProblem("kind", "unknown", f"is one of {', '.join(WORK_KINDS)}"))
    if not 1 <= draft.quantity <= MAX_UNITS:
        problems.append(FieldProblem("quantity", "range", f"is from 1 to {MAX_UNITS}"))
    if not 0 <= draft.minutes <= MAX_MINUTES:
        problems.append(FieldProblem("minutes", "range", f"is from 0 to {MAX_MINUTES}"))
    codes = [code for code, _ in parts]
    if not 1 <= len(parts) <= MAX_PARTS or len(set(codes)) < len(codes) or draft.sku in codes:
        problems.append(FieldProblem("parts", "range", "are other items, each once"))
    if any(not 1 <= units <= MAX_UNITS for _, units in parts):
        problems.append(FieldProblem("parts", "range", f"is from 1 to {MAX_UNITS}"))
    unfit = [code for code in (draft.sku, *codes) if not _is_fit(skus.get(code))]
    if unfit:
        path = "sku" if unfit[0] == draft.sku else "parts"
        told = f"{unfit[0]!r} is no stock item without lots, serials and expiry"
        problems.append(FieldProblem(path, "unknown", told))
    return problems


def _is_fit(sku: _Sku | None) -> bool:
    return sku is not None and sku.kind == "stock" and not sku.is_tracked
