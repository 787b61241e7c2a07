"""Announce deliveries: many at once, each once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.tracked import TrackedSku, get_tracked_skus
from packhaus.inbound.errors import AsnNumberTaken
from packhaus.inbound.events import AsnAnnounced
from packhaus.inbound.queries.stored_drafts import read_stored_drafts
from packhaus.inbound.services.check_drafts import check_drafts, name_line
from packhaus.inbound.services.write_lines import NewLine, sum_units, write_lines
from packhaus.inbound.types import Announced, AsnDraft
from packhaus.inventory.services.inbound_units import change_inbound
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.parties.services.companies import ensure_companies

_ANNOUNCE = """
INSERT INTO inbound_asn (id, merchant_id, number, site_id, supplier_id, order_number, carrier_code, status, expected_on,
    announced_at, comes_from, tracking_number)
SELECT a.id, %(merchant_id)s, a.number, a.site_id, a.supplier_id, a.order_number, a.carrier_code, 'announced',
       a.expected_on, %(now)s, a.comes_from, a.tracking_number
FROM unnest(%(ids)s::uuid[], %(numbers)s::text[], %(site_ids)s::uuid[], %(supplier_ids)s::uuid[],
    %(order_numbers)s::text[], %(carrier_codes)s::text[], %(expected_ons)s::date[],
    %(comes_froms)s::text[], %(tracking_numbers)s::text[])
    AS a(id, number, site_id, supplier_id, order_number, carrier_code, expected_on, comes_from, tracking_number)
ORDER BY a.number
ON CONFLICT (merchant_id, number) DO NOTHING
RETURNING id
"""


@again_when_busy
def announce_asns(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[AsnDraft], now: datetime, actor: Actor
) -> list[Announced]:
    """Announce a merchant's deliveries, all or none; one that was announced before in the same words stays as it is.

    Locks: site_stock of what they bring. Emits: AsnAnnounced. Queries: 5 to 8, whatever their number.
    Raises: Invalid, AsnNumberTaken when a number stands for something else.
    """
    assert drafts
    drafts = [draft.say_once() for draft in drafts]
    _refuse_repeated(drafts)
    with transaction(scope):
        codes = [line.sku_code for draft in drafts for line in draft.lines]
        skus = get_tracked_skus(merchant_id=merchant_id, codes=codes)
        check_drafts(drafts=drafts, skus=skus)
        ids = {draft.number: new_id() for draft in drafts}
        new = _write_heads(merchant_id, drafts, ids, now)
        known = [draft for draft in drafts if ids[draft.number] not in new]
        ids |= _match_known(merchant_id, known)
        added = [draft for draft in drafts if ids[draft.number] in new]
        if added:
            _write_rest(merchant_id, added, ids, skus, now, actor)
    return [Announced(ids[draft.number], draft.number, ids[draft.number] in new) for draft in drafts]


def _refuse_repeated(drafts: Sequence[AsnDraft]) -> None:
    counts = Counter(draft.number for draft in drafts)
    problems = [
        FieldProblem(f"asns.{index}.number", "repeated", "is used twice")
        for index, draft in enumerate(drafts)
        if counts[draft.number] > 1
    ]
    if problems:
        raise Invalid(problems)


def _write_heads(
    merchant_id: UUID, drafts: Sequence[AsnDraft], ids: dict[str, UUID], now: datetime
) -> set[UUID]:
    companies = ensure_companies(
        merchant_id=merchant_id,
        names={draft.supplier_code: draft.supplier_name for draft in drafts if draft.supplier_code},
    )
    columns = rows.as_columns(
        [
            (
                ids[draft.number], draft.number, draft.site_id, companies.get(draft.supplier_code), draft.order_number,
                draft.carrier_code, draft.expected_on, draft.comes_from, draft.tracking_number,
            )
            for draft in drafts
        ],
        9,
    )  # fmt: skip
    names = (
        "ids",
        "numbers",
        "site_ids",
        "supplier_ids",
        "order_numbers",
        "carrier_codes",
        "expected_ons",
        "comes_froms",
        "tracking_numbers",
    )
    parameters = {**dict(zip(names, columns, strict=True)), "merchant_id": merchant_id, "now": now}
    return {id_ for (id_,) in rows.fetch_tuples(_ANNOUNCE, parameters)}


def _match_known(merchant_id: UUID, drafts: Sequence[AsnDraft]) -> dict[str, UUID]:
    """Return the ids of what was announced before. Raises: AsnNumberTaken naming every number that differs."""
    if not drafts:
        return {}
    stored = read_stored_drafts(merchant_id=merchant_id, numbers=[draft.number for draft in drafts])
    taken = [draft.number for draft in drafts if _say(stored[draft.number].draft) != _say(draft)]
    if taken:
        raise AsnNumberTaken("the number was used for another delivery", numbers=taken)
    return {number: one.id for number, one in stored.items()}


def _say(draft: AsnDraft) -> tuple[object, ...]:
    lines = sorted((str(name_line(line)), line.quantity) for line in draft.lines)
    return (
        draft.site_id,
        draft.expected_on,
        draft.supplier_code,
        draft.order_number,
        draft.carrier_code,
        str(draft.comes_from),
        draft.tracking_number,
        lines,
    )


def _write_rest(
    merchant_id: UUID,
    drafts: Sequence[AsnDraft],
    ids: dict[str, UUID],
    skus: dict[str, TrackedSku],
    now: datetime,
    actor: Actor,
) -> None:
    lines = [
        NewLine(ids[draft.number], position, line, draft.order_number)
        for draft in drafts
        for position, line in enumerate(draft.lines, start=1)
    ]
    changes: Counter[tuple[UUID, UUID]] = Counter()
    for draft in drafts:
        changes.update(sum_units(site_id=draft.site_id, lines=draft.lines, skus=skus))
    change_inbound(merchant_id=merchant_id, changes=changes, now=now)
    write_lines(merchant_id=merchant_id, lines=lines, skus=skus)
    record(
        [
            AsnAnnounced(
                merchant_id=merchant_id,
                aggregate_id=ids[draft.number],
                number=draft.number,
                site_id=str(draft.site_id),
                lines=len(draft.lines),
                units=sum(line.quantity for line in draft.lines),
                expected_on=draft.expected_on.isoformat(),
            )
            for draft in drafts
        ],
        happened_at=now,
        actor=actor,
    )
