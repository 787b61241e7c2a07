"""Draft transfers: many at once, each once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.tracked import TrackedSku, get_tracked_skus
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.network.queries.site_ids import list_own_site_ids
from packhaus.transfers.errors import TransferNumberTaken
from packhaus.transfers.events import TransferDrafted
from packhaus.transfers.types import (
    MOST_LINES,
    MOST_UNITS,
    Drafted,
    TitlePasses,
    TransferDraft,
    TransferLineDraft,
)

_HEADS = """
INSERT INTO transfers_transfer (id, merchant_id, number, from_site_id, to_site_id, status, expected_on, carrier_code,
    title_passes, is_turned_around, created_at)
SELECT d.id, %(merchant_id)s, CASE d.number WHEN '' THEN 'TR-' || nextval('transfers_number') ELSE d.number END,
       d.from_site_id, d.to_site_id, 'draft', d.expected_on, d.carrier_code, d.title_passes, false, %(now)s
FROM unnest(%(ids)s::uuid[], %(numbers)s::text[], %(from_site_ids)s::uuid[], %(to_site_ids)s::uuid[],
    %(expected_ons)s::date[], %(carrier_codes)s::text[], %(title_passes)s::text[])
    AS d(id, number, from_site_id, to_site_id, expected_on, carrier_code, title_passes)
ON CONFLICT (merchant_id, number) DO NOTHING
RETURNING id, number
"""
_LINES = """
INSERT INTO transfers_transferline (merchant_id, transfer_id, position, sku_id, ordered, picked, shipped, received,
    damaged, settled)
SELECT %(merchant_id)s, l.transfer_id, l.position, l.sku_id, l.ordered, 0, 0, 0, 0, 0
FROM unnest(%(transfer_ids)s::uuid[], %(positions)s::int[], %(sku_ids)s::uuid[], %(quantities)s::bigint[])
    AS l(transfer_id, position, sku_id, ordered)
"""
_KNOWN = """
SELECT t.number, t.id, t.from_site_id, t.to_site_id,
       array_agg(k.code || ' ' || l.ordered ORDER BY k.code)
FROM transfers_transfer AS t JOIN transfers_transferline AS l ON l.transfer_id = t.id
JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE t.merchant_id = %(merchant_id)s AND t.number = ANY(%(numbers)s::text[])
GROUP BY t.id
"""


def draft_transfers(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[TransferDraft], now: datetime, actor: Actor
) -> list[Drafted]:
    """Write down transfers of a merchant's goods, all or none; the same number with the same goods stays as it is.

    Emits: TransferDrafted. Raises: Invalid with every problem, TransferNumberTaken. Queries: 5 to 6.
    """
    assert drafts
    with transaction(scope, savepoint=True):
        codes = [line.sku_code for draft in drafts for line in draft.lines]
        skus = get_tracked_skus(merchant_id=merchant_id, codes=codes)
        sites = list_own_site_ids()
        problems = [
            problem for place, draft in enumerate(drafts) for problem in _check(place, draft, skus, sites)
        ]
        if problems:
            raise Invalid(problems)
        by_id = {new_id(): draft for draft in drafts}
        numbers = _write_heads(merchant_id, by_id, now)
        known = _match_known(merchant_id, [draft for id_, draft in by_id.items() if id_ not in numbers])
        _write_lines(merchant_id, {id_: by_id[id_] for id_ in numbers}, skus)
        facts = [
            TransferDrafted(
                merchant_id=merchant_id,
                aggregate_id=id_,
                number=number,
                units=sum(line.quantity for line in by_id[id_].lines),
            )
            for id_, number in numbers.items()
        ]
        record(facts, happened_at=now, actor=actor)
    return [
        Drafted(id_, numbers[id_], is_new=True)
        if id_ in numbers
        else Drafted(known[draft.number], draft.number, is_new=False)
        for id_, draft in by_id.items()
    ]


def _write_heads(merchant_id: UUID, by_id: dict[UUID, TransferDraft], now: datetime) -> dict[UUID, str]:
    columns = rows.as_columns(
        [
            (id_, one.number, one.from_site_id, one.to_site_id, one.expected_on, one.carrier_code, one.title_passes)
            for id_, one in by_id.items()
        ],
        7,
    )  # fmt: skip
    names = (
        "ids", "numbers", "from_site_ids", "to_site_ids", "expected_ons", "carrier_codes", "title_passes",
    )  # fmt: skip
    parameters = {**dict(zip(names, columns, strict=True)), "merchant_id": merchant_id, "now": now}
    return dict(rows.fetch_tuples(_HEADS, parameters))


def _write_lines(merchant_id: UUID, by_id: dict[UUID, TransferDraft], skus: dict[str, TrackedSku]) -> None:
    lines = [
        (id_, position, skus[line.sku_code].id, line.quantity)
        for id_, draft in by_id.items()
        for position, line in enumerate(draft.lines, start=1)
    ]
    names = ("transfer_ids", "positions", "sku_ids", "quantities")
    columns = dict(zip(names, rows.as_columns(lines, 4), strict=True))
    if lines:
        rows.execute(_LINES, {**columns, "merchant_id": merchant_id})


def _match_known(merchant_id: UUID, drafts: Sequence[TransferDraft]) -> dict[str, UUID]:
    if not drafts:
        return {}
    found = rows.fetch_tuples(
        _KNOWN, {"merchant_id": merchant_id, "numbers": [draft.number for draft in drafts]}
    )
    stored = {number: (id_, from_id, to_id, lines) for number, id_, from_id, to_id, lines in found}
    taken = [draft.number for draft in drafts if stored[draft.number][1:] != _say(draft)]
    if taken:
        raise TransferNumberTaken("the number was used for another transfer", numbers=taken)
    return {number: one[0] for number, one in stored.items()}


def _say(draft: TransferDraft) -> tuple[UUID, UUID, list[str]]:
    lines = sorted(draft.lines, key=lambda line: line.sku_code)
    return draft.from_site_id, draft.to_site_id, [f"{line.sku_code} {line.quantity}" for line in lines]


def _check(
    place: int, draft: TransferDraft, skus: dict[str, TrackedSku], sites: frozenset[UUID]
) -> Iterator[FieldProblem]:
    path = f"transfers.{place}"
    if draft.from_site_id == draft.to_site_id:
        yield FieldProblem(f"{path}.to_site", "same", "is another site than the one they leave")
    for name in ("from_site", "to_site"):
        if getattr(draft, f"{name}_id") not in sites:
            yield FieldProblem(f"{path}.{name}", "unknown", "is a site whose bins we keep")
    if len(draft.number) > 40 or not draft.number.isprintable():
        yield FieldProblem(f"{path}.number", "format", "is at most 40 printable characters")
    if draft.title_passes not in set(TitlePasses):
        yield FieldProblem(f"{path}.title_passes", "unknown", f"is one of {', '.join(TitlePasses)}")
    if not 0 < len(draft.lines) <= MOST_LINES:
        yield FieldProblem(f"{path}.lines", "count", f"has 1 to {MOST_LINES} lines")
    yield from check_lines(path=path, lines=draft.lines, skus=skus)


def check_lines(
    *, path: str, lines: Sequence[TransferLineDraft], skus: dict[str, TrackedSku]
) -> Iterator[FieldProblem]:
    """Yield what is wrong with lines: an item that is not kept in stock, one that is named twice, the units."""
    counts = Counter(line.sku_code for line in lines)
    for index, line in enumerate(lines):
        sku = skus.get(line.sku_code)
        if sku is None or sku.kind != "stock":
            yield FieldProblem(f"{path}.lines.{index}.sku", "unknown", "is no item that is kept in stock")
        elif counts[line.sku_code] > 1:
            yield FieldProblem(f"{path}.lines.{index}.sku", "repeated", "is used twice")
        if not 0 < line.quantity <= MOST_UNITS:
            yield FieldProblem(f"{path}.lines.{index}.quantity", "range", f"is from 1 to {MOST_UNITS}")
