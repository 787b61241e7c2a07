"""Book in what a delivery brings: by line or by item, announced or not, in as many goes as it takes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.registration_gate import require_registrations
from packhaus.inbound.errors import AsnUnderWay
from packhaus.inbound.events import GoodsReceived
from packhaus.inbound.locks import LockedAsn, lock_asns, lock_door
from packhaus.inbound.queries.receivable import ReceivableLine, list_known_clients, list_receivable
from packhaus.inbound.services.check_entries import check_entries
from packhaus.inbound.services.count_lines import COUNT_BOOKED, add_units, sum_open
from packhaus.inbound.services.match_lines import Booking, match_lines
from packhaus.inbound.services.open_checks import open_checks
from packhaus.inbound.services.put_away.plan import plan_goods
from packhaus.inbound.services.refuse_entries import refuse_short_lived, refuse_unmeasured
from packhaus.inbound.states import FINISH_RECEIVING, RECEIVABLE, REOPEN_RECEIVING, START_RECEIVING
from packhaus.inbound.types import Entry, Received
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.inbound_units import change_inbound
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.types import Condition, LocationKind
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.kernel.states import apply_transition

DOCUMENT_KIND = "asn"
TABLE = "inbound_asn"

_RECEIPTS = f"""
WITH booked AS (
    INSERT INTO inbound_receipt (id, merchant_id, asn_id, line_id, client_id, quantity, damage_reason, location_id,
        lot_code, expires_on, serial, unit_code, unit_id, received_at, received_by, quality_check_id)
    SELECT r.id, %(merchant_id)s, %(asn_id)s, r.line_id, r.client_id, r.quantity, r.damage_reason, %(location_id)s,
           r.lot_code, r.expires_on, r.serial, r.unit_code, r.unit_id, %(now)s, %(actor_id)s, r.quality_check_id
    FROM unnest(%(ids)s::uuid[], %(line_ids)s::bigint[], %(client_ids)s::text[], %(quantities)s::bigint[],
        %(damage_reasons)s::text[], %(lot_codes)s::text[], %(expires_ons)s::date[], %(serials)s::text[],
        %(unit_codes)s::text[], %(unit_ids)s::uuid[], %(quality_check_ids)s::uuid[])
        AS r(id, line_id, client_id, quantity, damage_reason, lot_code, expires_on, serial, unit_code, unit_id,
            quality_check_id)
    RETURNING line_id, quantity AS units, damage_reason
)
{COUNT_BOOKED}
"""  # noqa: S608 - constants
_ARRIVED = "UPDATE inbound_asn SET arrived_at = coalesce(arrived_at, %(now)s) WHERE id = %(id)s"


@again_when_busy
def receive_against(
    *, scope: Scope, asn_id: UUID, entries: Sequence[Entry], now: datetime, actor: Actor
) -> list[Received]:
    """Book units of a delivery into its site's receiving place, all or none; one outcome per entry, in their order.

    An entry whose client id was booked before books nothing. More than announced, and items that are not announced, are
    taken and show as over. Damaged units become stock in condition damaged, units of which a sample is to be checked
    stand in quarantine: nobody is promised either. Each booking gets a put-away task, with room kept for it.
    Locks: the delivery, the door, site_stock, balances. Emits: GoodsReceived, StockReceived, StockFreed.
    Raises: AsnNotFound, AsnUnderWay, Invalid, NotRegistered, NotMeasured, ShortLived, UnitTaken, ResourceBusy; nothing
    is booked.
    """
    assert entries
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        known = list_known_clients(asn_id=asn_id, client_ids=[entry.client_id for entry in entries])
        new = list({entry.client_id: entry for entry in entries if entry.client_id not in known}.values())
        if new:
            if asn.status not in RECEIVABLE:
                raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)
            known |= _book(scope, asn, new, now, actor)
    fresh = {entry.client_id for entry in new}
    return [Received(known[entry.client_id], entry.client_id, entry.client_id in fresh) for entry in entries]


def _book(
    scope: Scope, asn: LockedAsn, entries: Sequence[Entry], now: datetime, actor: Actor
) -> dict[str, UUID]:
    location_id = lock_door(asn.site_id)
    lines = list_receivable(asn_id=asn.id)
    skus = check_entries(asn=asn, entries=entries, lines=lines, now=now)
    require_registrations(
        merchant_id=asn.merchant_id,
        sku_ids=[sku.id for sku in skus.values()],
        country=asn.country,
        on=now.date(),
    )
    bookings, lines = match_lines(asn=asn, entries=entries, lines=lines, skus=skus)
    refuse_unmeasured(bookings=bookings, skus=skus)
    refuse_short_lived(scope=scope, asn=asn, bookings=bookings, skus=skus, now=now)
    added = add_units(
        lines=lines,
        added=[(one.line.id, one.entry.quantity, bool(one.entry.damage_reason)) for one in bookings],
    )
    # Every item is locked here, in order: the ledger locks some of them next.
    changes: Counter[tuple[UUID, UUID]] = Counter({(asn.site_id, one.line.sku_id): 0 for one in bookings})
    changes.update({(asn.site_id, sku_id): units for sku_id, units in sum_open(added).items()})
    changes.subtract({(asn.site_id, sku_id): units for sku_id, units in sum_open(lines).items()})
    change_inbound(merchant_id=asn.merchant_id, changes=changes, now=now)
    units = ensure_units(
        merchant_id=asn.merchant_id,
        location_id=location_id,
        kinds={one.entry.unit_code: one.entry.unit_kind or "carton" for one in bookings if one.entry.unit_code},
    )  # fmt: skip
    checks = open_checks(asn=asn, bookings=bookings, skus=skus, location_id=location_id, now=now)
    sources = find_sources(asn=asn, sku_ids={one.line.sku_id for one in bookings}, lines=lines)
    drafts = [_draft(asn, one, location_id, units, checks, sources[one.line.sku_id]) for one in bookings]
    receive_stock(
        scope=scope, site_id=asn.site_id, lines=drafts, document_kind=DOCUMENT_KIND, document_id=asn.number,
        told=_tell(asn, bookings), now=now, actor=actor,
    )  # fmt: skip
    ids = _write_receipts(asn, bookings, location_id, units, checks, now, actor)
    _move_status(asn, now, is_anything_left=any(line.left for line in added))
    loose = {one.line.sku_id for one in bookings if not one.entry.unit_code}
    plan_goods(asn=asn, door_id=location_id, unit_ids=sorted(units.values()), sku_ids=sorted(loose), now=now)
    return ids


def _draft(
    asn: LockedAsn,
    one: Booking,
    location_id: int,
    units: Mapping[str, UUID],
    checks: Mapping[int, UUID],
    comes_from: LocationKind,
) -> ReceiptLine:
    whole = Condition.QUARANTINE if one.line.id in checks else Condition.SELLABLE
    return ReceiptLine(
        merchant_id=asn.merchant_id,
        sku_id=one.line.sku_id,
        quantity=one.entry.quantity,
        location_id=location_id,
        lot_code=one.lot_code,
        expires_on=one.expires_on,
        serial=one.entry.serial or None,
        condition=Condition.DAMAGED if one.entry.damage_reason else whole,
        unit_id=units.get(one.entry.unit_code),
        comes_from=comes_from,
    )


def find_sources(
    *, asn: LockedAsn, sku_ids: Iterable[UUID], lines: Sequence[ReceivableLine]
) -> dict[UUID, LocationKind]:
    """Return where units of each item come from: what another site has sent is on its way, the rest a supplier's."""
    sent = {line.sku_id for line in lines if line.expected}
    announced = LocationKind(asn.comes_from)
    return {sku_id: announced if sku_id in sent else LocationKind.SUPPLIER for sku_id in sku_ids}


def _write_receipts(
    asn: LockedAsn,
    bookings: Sequence[Booking],
    location_id: int,
    units: Mapping[str, UUID],
    checks: Mapping[int, UUID],
    now: datetime,
    actor: Actor,
) -> dict[str, UUID]:
    ids = {one.entry.client_id: new_id() for one in bookings}
    columns = rows.as_columns(
        [
            (
                ids[one.entry.client_id], one.line.id, one.entry.client_id, one.entry.quantity, one.entry.damage_reason,
                one.lot_code, one.expires_on, one.entry.serial, one.entry.unit_code, units.get(one.entry.unit_code),
                None if one.entry.damage_reason else checks.get(one.line.id),
            )
            for one in bookings
        ],
        11,
    )  # fmt: skip
    names = (
        "ids", "line_ids", "client_ids", "quantities", "damage_reasons", "lot_codes", "expires_ons", "serials",
        "unit_codes", "unit_ids", "quality_check_ids",
    )  # fmt: skip
    parameters = {
        "merchant_id": asn.merchant_id, "asn_id": asn.id, "location_id": location_id, "now": now, "actor_id": actor.id,
    }  # fmt: skip
    rows.execute(_RECEIPTS, {**dict(zip(names, columns, strict=True)), **parameters})
    return ids


def _move_status(asn: LockedAsn, now: datetime, *, is_anything_left: bool) -> None:
    status = asn.status
    if status in START_RECEIVING.sources:
        apply_transition(START_RECEIVING, table=TABLE, ids=[asn.id])
        rows.execute(_ARRIVED, {"id": asn.id, "now": now})
        status = "receiving"
    if status == "receiving" and not is_anything_left:
        apply_transition(FINISH_RECEIVING, table=TABLE, ids=[asn.id])
    elif status == "received" and is_anything_left:
        apply_transition(REOPEN_RECEIVING, table=TABLE, ids=[asn.id])


def _tell(asn: LockedAsn, bookings: Sequence[Booking]) -> GoodsReceived:
    return GoodsReceived(
        merchant_id=asn.merchant_id,
        aggregate_id=asn.id,
        number=asn.number,
        site_id=str(asn.site_id),
        units=sum(one.entry.quantity for one in bookings),
        damaged=sum(one.entry.quantity for one in bookings if one.entry.damage_reason),
    )
