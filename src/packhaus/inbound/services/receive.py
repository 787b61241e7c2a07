"""Book in what a delivery brings: by line or by item, announced or not, in as many goes as it takes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import AsnUnderWay
from packhaus.inbound.events import GoodsReceived
from packhaus.inbound.locks import LockedAsn, lock_delivery
from packhaus.inbound.queries.entering import Entering, EnteringSku, read_entering
from packhaus.inbound.queries.put_away.waiting_goods import WaitingGoods
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.services.check_entries import check_entries
from packhaus.inbound.services.count_lines import add_units, sum_open
from packhaus.inbound.services.match_lines import Booking, match_lines
from packhaus.inbound.services.open_checks import open_checks
from packhaus.inbound.services.put_away.plan import draft_plan
from packhaus.inbound.services.refuse_entries import refuse_short_lived, refuse_unmeasured
from packhaus.inbound.services.write_receipts import ReceiptDraft, write_receipts
from packhaus.inbound.states import FINISH_RECEIVING, RECEIVABLE, REOPEN_RECEIVING, START_RECEIVING
from packhaus.inbound.types import Entry, Received
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.receive import ensure_lots_of, list_facts_of
from packhaus.inventory.services.stock_came import CameDocument, ReceiptLine, list_came
from packhaus.inventory.types import Condition, LocationKind
from packhaus.kernel.ids import new_id
from packhaus.terms.errors import NotRegistered

DOCUMENT_KIND = "asn"
TABLE = "inbound_asn"


@again_when_busy
def receive_against(
    *, scope: Scope, asn_id: UUID, entries: Sequence[Entry], now: datetime, actor: Actor
) -> list[Received]:
    """Book units of a delivery into its site's receiving place, all or none; one outcome per entry, in their order.

    An entry whose client id was booked before books nothing. More than announced, and items that are not announced, are
    taken and show as over. Damaged units become stock in condition damaged, units of which a sample is to be checked
    stand in quarantine: nobody is promised either. Each booking gets a put-away task, with room kept for it.
    Locks: the delivery, the door, its tasks, site_stock, balances. Emits: GoodsReceived, StockReceived, StockFreed.
    Queries: 6 for any number of entries; 1 more each for cartons, lots, checks, serial numbers, items not announced.
    Raises: AsnNotFound, AsnUnderWay, Invalid, NotRegistered, NotMeasured, ShortLived, UnitTaken, ResourceBusy; nothing
    is booked.
    """
    assert entries
    with transaction(scope):
        asn, door_id = lock_delivery(asn_id)
        known = read_entering(
            merchant_id=asn.merchant_id, asn_id=asn.id, country=asn.country, entries=entries, now=now
        )
        ids = known.clients
        new = list({entry.client_id: entry for entry in entries if entry.client_id not in ids}.values())
        if new:
            if asn.status not in RECEIVABLE:
                raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)
            ids |= _book(scope, asn, door_id, known, new, now, actor)
    fresh = {entry.client_id for entry in new}
    return [Received(ids[entry.client_id], entry.client_id, entry.client_id in fresh) for entry in entries]


def _book(
    scope: Scope,
    asn: LockedAsn,
    door_id: int,
    known: Entering,
    entries: Sequence[Entry],
    now: datetime,
    actor: Actor,
) -> dict[str, UUID]:
    bookings, lines = _match(scope, asn, known, entries, now)
    added = add_units(
        lines=lines,
        added=[(one.line.id, one.quantity, bool(one.entry.damage_reason)) for one in bookings],
    )
    drafts = _draft_receipts(asn, door_id, bookings, lines, known.skus, now)
    came = [draft.came for draft in drafts]
    lots = ensure_lots_of(came)
    loose = {one.line.sku_id for one in bookings if not one.entry.unit_code}
    plan = draft_plan(
        asn=asn, door_id=door_id, sku_ids=sorted(loose),
        unit_ids=sorted({one.unit_id for one in came if one.unit_id}),
        coming=[_as_waiting(draft, known.skus[draft.booking.line.sku_code], lots) for draft in drafts
                if draft.check_id is None],
    )  # fmt: skip
    before, after = sum_open(lines), sum_open(added)
    write_receipts(
        asn=asn, drafts=drafts, changes=plan.changes,
        status=_find_status(asn, is_anything_left=known.is_more_left or any(after.values())),
        came=list_came(
            site_id=asn.site_id, lines=came, lots=lots,
            inbound={sku_id: units - before[sku_id] for sku_id, units in after.items()},
            document=CameDocument(DOCUMENT_KIND, asn.number), now=now, actor=actor,
        ),
        facts=[*list_facts_of(came, site_id=asn.site_id), _tell(asn, bookings)], now=now, actor=actor,
    )  # fmt: skip
    plan.end_tasks(reason="replanned")
    return {draft.booking.client_id: draft.id for draft in drafts}


def _match(
    scope: Scope, asn: LockedAsn, known: Entering, entries: Sequence[Entry], now: datetime
) -> tuple[list[Booking], list[ReceivableLine]]:
    """Return the entries with their lines and all lines of the items, or refuse what may not come in."""
    check_entries(entries=entries, lines=known.lines, skus=known.skus)
    if known.gaps:
        raise NotRegistered(known.gaps)
    bookings, lines = match_lines(
        asn=asn, entries=entries, lines=known.lines, line_count=known.line_count, skus=known.skus
    )
    refuse_unmeasured(bookings=bookings, skus=known.skus)
    refuse_short_lived(scope=scope, asn=asn, bookings=bookings, skus=known.skus, now=now)
    return bookings, lines


def _draft_receipts(
    asn: LockedAsn,
    door_id: int,
    bookings: Sequence[Booking],
    lines: Sequence[ReceivableLine],
    skus: Mapping[str, EnteringSku],
    now: datetime,
) -> list[ReceiptDraft]:
    units = ensure_units(
        merchant_id=asn.merchant_id,
        location_id=door_id,
        kinds={one.entry.unit_code: one.entry.unit_kind or "carton" for one in bookings if one.entry.unit_code},
    )  # fmt: skip
    checks = open_checks(asn=asn, bookings=bookings, skus=skus, location_id=door_id, now=now)
    sources = find_sources(asn=asn, sku_ids={one.line.sku_id for one in bookings}, lines=lines)
    found = []
    for one in bookings:
        check_id = None if one.entry.damage_reason else checks.get(one.line.id)
        whole = Condition.QUARANTINE if check_id else Condition.SELLABLE
        came = ReceiptLine(
            merchant_id=asn.merchant_id,
            sku_id=one.line.sku_id,
            quantity=one.quantity,
            location_id=door_id,
            lot_code=one.lot_code,
            expires_on=one.expires_on,
            serial=one.entry.serial or None,
            condition=Condition.DAMAGED if one.entry.damage_reason else whole,
            unit_id=units.get(one.entry.unit_code),
            comes_from=sources[one.line.sku_id],
        )
        found.append(ReceiptDraft(new_id(), one, came, check_id))
    return found


def _as_waiting(draft: ReceiptDraft, sku: EnteringSku, lots: Mapping[tuple[UUID, str], int]) -> WaitingGoods:
    came = draft.came
    return WaitingGoods(
        came.unit_id, "", came.sku_id, lots.get((came.sku_id, came.lot_code)), came.serial or "", came.condition,
        came.location_id, came.quantity, sku.code, sku.volume_mm3, sku.weight_grams, sku.hazard, sku.tags,
        sku.abc_class,
    )  # fmt: skip


def find_sources(
    *, asn: LockedAsn, sku_ids: Iterable[UUID], lines: Sequence[ReceivableLine]
) -> dict[UUID, LocationKind]:
    """Return where units of each item come from: what another site has sent is on its way, the rest a supplier's."""
    sent = {line.sku_id for line in lines if line.expected}
    announced = LocationKind(asn.comes_from)
    return {sku_id: announced if sku_id in sent else LocationKind.SUPPLIER for sku_id in sku_ids}


def _find_status(asn: LockedAsn, *, is_anything_left: bool) -> str:
    """Return where the delivery stands then."""
    status = START_RECEIVING.target if asn.status in START_RECEIVING.sources else asn.status
    if status in FINISH_RECEIVING.sources and not is_anything_left:
        return FINISH_RECEIVING.target
    if status in REOPEN_RECEIVING.sources and is_anything_left:
        return REOPEN_RECEIVING.target
    return status


def _tell(asn: LockedAsn, bookings: Sequence[Booking]) -> GoodsReceived:
    return GoodsReceived(
        merchant_id=asn.merchant_id,
        aggregate_id=asn.id,
        number=asn.number,
        site_id=str(asn.site_id),
        units=sum(one.quantity for one in bookings),
        damaged=sum(one.quantity for one in bookings if one.entry.damage_reason),
    )
