"""Begin a recall: of lots, or of serial numbers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.recalls.events import RecallBegun
from packhaus.recalls.services.sweep import sweep_recall
from packhaus.recalls.types import (
    ADVICE,
    HAZARDS,
    LANGUAGES,
    MOST_LOTS,
    TEXT_LENGTH,
    LotScope,
    RecallDraft,
    SerialScope,
)

_KNOWN = """
SELECT w.place, k.id, t.id
FROM unnest(%(sku_codes)s::text[], %(lot_codes)s::text[]) WITH ORDINALITY AS w(sku_code, lot_code, place)
LEFT JOIN catalog_sku AS k ON k.merchant_id = %(merchant_id)s AND k.code = w.sku_code
LEFT JOIN inventory_lot AS t ON t.sku_id = k.id AND t.code = w.lot_code AND w.lot_code <> ''
ORDER BY w.place
"""

_BEGIN = """
WITH begun AS (
    INSERT INTO recalls_recall (id, merchant_id, number, status, hazard, advice, text_en, text_de, text_id, begun_at,
        begun_by)
    VALUES (%(id)s, %(merchant_id)s, 'RC-' || nextval('recalls_number'), 'open', %(hazard)s, %(advice)s, %(en)s, %(de)s,
        %(id_text)s, %(now)s, %(actor_id)s)
    RETURNING id, merchant_id, number
), scoped AS (
    INSERT INTO recalls_recallscope (merchant_id, recall_id, sku_id, lot_id, first_serial, last_serial)
    SELECT b.merchant_id, b.id, s.sku_id, s.lot_id, s.first_serial, s.last_serial
    FROM begun AS b, unnest(%(sku_ids)s::uuid[], %(lot_ids)s::bigint[], %(firsts)s::text[], %(lasts)s::text[])
        AS s(sku_id, lot_id, first_serial, last_serial)
    ON CONFLICT DO NOTHING
)
SELECT number FROM begun
"""


class _Scope(NamedTuple):
    sku_id: UUID
    lot_id: int | None
    first_serial: str
    last_serial: str


def begin_recall(*, scope: Scope, merchant_id: UUID, draft: RecallDraft, now: datetime, actor: Actor) -> str:
    """Begin a recall and return its number: what is on shelves goes into quarantine, and what was sent is listed.

    The recall is committed first: what is cut off after that is done by upkeep, as is what comes in later.
    Locks: orders, site_stock, balances. Emits: RecallBegun, StockQuarantined, HoldPlaced. Raises: Invalid.
    """
    if problems := list(_check(draft)):
        raise Invalid(problems)
    recall_id = new_id()
    with transaction(scope):
        scopes = _find_scopes(merchant_id, draft)
        number = str(
            rows.fetch_value(_BEGIN, _as_parameters(recall_id, merchant_id, draft, scopes, now, actor))
        )
        fact = RecallBegun(
            merchant_id=merchant_id, aggregate_id=recall_id, number=number, hazard=draft.hazard,
            lot_ids=[one.lot_id for one in scopes if one.lot_id],
            sku_ids=sorted({str(one.sku_id) for one in scopes}),
        )  # fmt: skip
        record([fact], happened_at=now, actor=actor)
    sweep_recall(scope=Scope.operator(), recall_id=recall_id, number=number, now=now, actor=actor)
    return number


def _as_parameters(
    recall_id: UUID,
    merchant_id: UUID,
    draft: RecallDraft,
    scopes: Sequence[_Scope],
    now: datetime,
    actor: Actor,
) -> dict[str, Any]:
    columns = rows.as_columns(scopes, 4)
    return {
        "id": recall_id, "merchant_id": merchant_id, "hazard": draft.hazard, "advice": draft.advice,
        "en": draft.texts.get("en", ""), "de": draft.texts.get("de", ""), "id_text": draft.texts.get("id", ""),
        "now": now, "actor_id": actor.id[:40],
        **dict(zip(("sku_ids", "lot_ids", "firsts", "lasts"), columns, strict=True)),
    }  # fmt: skip


def _check(draft: RecallDraft) -> Iterator[FieldProblem]:
    for name, value, known in (("hazard", draft.hazard, HAZARDS), ("advice", draft.advice, ADVICE)):
        if value not in known:
            yield FieldProblem(name, "unknown", f"is one of {', '.join(known)}")
    if not 0 < len(draft.lots) + len(draft.serials) <= MOST_LOTS:
        yield FieldProblem("lots", "required", f"names 1 to {MOST_LOTS} lots or ranges of serial numbers")
    for index, one in enumerate(draft.serials):
        if not one.first or len(one.first) != len(one.last) or one.first > one.last or len(one.last) > 40:
            yield FieldProblem(
                f"serials.{index}.first", "invalid", "is as long as the last serial number, and not above it"
            )
    for language, text in draft.texts.items():
        if language not in LANGUAGES or len(text) > TEXT_LENGTH:
            yield FieldProblem(f"texts.{language}", "invalid", f"has at most {TEXT_LENGTH} characters")


def _find_scopes(merchant_id: UUID, draft: RecallDraft) -> list[_Scope]:
    """Return what is recalled by its ids. Raises: Invalid naming each item and lot that is unknown."""
    named: list[LotScope | SerialScope] = [*draft.lots, *draft.serials]
    lot_codes = [one.lot_code if isinstance(one, LotScope) else "" for one in named]
    parameters = {
        "merchant_id": merchant_id, "sku_codes": [one.sku_code for one in named], "lot_codes": lot_codes,
    }  # fmt: skip
    scopes, problems = [], []
    for (place, sku_id, lot_id), one in zip(rows.fetch_tuples(_KNOWN, parameters), named, strict=True):
        if sku_id is None:
            problems.append(
                FieldProblem(f"lots.{place - 1}.sku", "unknown_sku", f"{one.sku_code} does not exist")
            )
        elif isinstance(one, LotScope) and lot_id is None:
            problems.append(
                FieldProblem(f"lots.{place - 1}.lot", "unknown_lot", f"{one.lot_code} does not exist")
            )
        elif isinstance(one, LotScope):
            scopes.append(_Scope(sku_id, lot_id, "", ""))
        else:
            scopes.append(_Scope(sku_id, None, one.first, one.last))
    if problems:
        raise Invalid(problems)
    return scopes
