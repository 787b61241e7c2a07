"""Let a transfer leave: its units are nobody's on hand until the other site receives them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.types import AsnDraft, AsnLineDraft
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.handling_units import place_units
from packhaus.inventory.services.holds import end_reservation
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.transfers.errors import NotLoaded, TransferShort
from packhaus.transfers.events import TransferShipped
from packhaus.transfers.locks import LockedTransfer, lock_transfer
from packhaus.transfers.queries.lines import PickedRow, list_lines, list_picks
from packhaus.transfers.services.pick import DOCUMENT_KIND
from packhaus.transfers.services.release import TABLE
from packhaus.transfers.states import FINISH_PICKING, SHIP_TRANSFER

_SHIPPED = """
WITH line AS (UPDATE transfers_transferline SET shipped = picked WHERE transfer_id = %(id)s::uuid)
UPDATE transfers_transfer SET shipped_at = %(now)s, asn_id = %(asn_id)s::uuid, hold_id = NULL WHERE id = %(id)s::uuid
"""


@again_when_busy
def ship_transfer(
    *,
    scope: Scope,
    transfer_id: UUID,
    is_short: bool = False,
    is_scanned: bool = False,
    now: datetime,
    actor: Actor,
) -> None:
    """Let what was picked leave, and announce it to the other site; what was not picked is free again.

    `is_short` says that fewer units than ordered leave on purpose; `is_scanned` that all that stands ready must have
    been scanned onto the truck.
    Locks: the transfer, site_stock, balances. Emits: TransferShipped, StockFreed, AsnAnnounced.
    Raises: TransferNotFound, IllegalTransition, TransferShort naming what was not picked, NotLoaded, StockPromised when
    a loss has left the site fewer units than it owes, AsnNumberTaken.
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        lines = list_lines(transfer_id=one.id)
        picks = list_picks(transfer_id=one.id)
        missing = [line for line in lines if line.to_pick]
        if one.status == "released" and (not picks or not is_short):
            raise TransferShort(
                f"{one.number} is not picked", number=one.number,
                lines=[{"sku": line.sku_code, "wanted": line.ordered, "free": line.picked} for line in missing],
            )  # fmt: skip
        if is_scanned:
            _require_loaded(one, picks)
        if one.status == "released":
            apply_transition(FINISH_PICKING, table=TABLE, ids=[one.id])
        apply_transition(SHIP_TRANSFER, table=TABLE, ids=[one.id])
        end_reservation(hold_id=one.hold_id, now=now, actor=actor)
        _leave(one, picks, now, actor)
        asn_id = announce_arrival(
            scope=scope, one=one, picks=picks, site_id=one.to_site_id, number=one.number,
            expected_on=one.expected_on, now=now, actor=actor,
        )  # fmt: skip
        rows.execute(_SHIPPED, {"id": one.id, "asn_id": asn_id, "now": now})
        fact = TransferShipped(
            merchant_id=one.merchant_id,
            aggregate_id=one.id,
            number=one.number,
            units=sum(pick.quantity for pick in picks),
            missing=sum(line.to_pick for line in missing),
        )
        record([fact], happened_at=now, actor=actor)


def _require_loaded(one: LockedTransfer, picks: Sequence[PickedRow]) -> None:
    left: dict[str, int] = {}
    for pick in picks:
        if not pick.is_loaded:
            code = pick.unit_code or pick.sku_code
            left[code] = left.get(code, 0) + pick.quantity
    if left:
        raise NotLoaded(
            f"{one.number} is not all on board",
            number=one.number,
            missing=[{"code": code, "units": units} for code, units in left.items()],
        )


def announce_arrival(
    *,
    scope: Scope,
    one: LockedTransfer,
    picks: Sequence[PickedRow],
    site_id: UUID,
    number: str,
    expected_on: date,
    now: datetime,
    actor: Actor,
) -> UUID:
    """Announce what is on its way to a site, by lot, expiry and carton, and return the delivery."""
    lines: dict[tuple[str, str, date | None, str, str], int] = {}
    for pick in picks:
        key = (pick.sku_code, pick.lot_code, pick.expires_on, pick.unit_code, pick.unit_kind)
        lines[key] = lines.get(key, 0) + pick.quantity
    draft = AsnDraft(
        number=number,
        site_id=site_id,
        expected_on=max(expected_on, now.date()),
        lines=tuple(
            AsnLineDraft(sku, units, lot, expires, unit, kind)
            for (sku, lot, expires, unit, kind), units in lines.items()
        ),
        order_number=one.number,
        carrier_code=one.carrier_code,
        comes_from=LocationKind.IN_TRANSIT,
    )
    [announced] = announce_asns(
        scope=scope, merchant_id=one.merchant_id, drafts=[draft], now=now, actor=actor
    )
    return announced.id


def _leave(one: LockedTransfer, picks: Sequence[PickedRow], now: datetime, actor: Actor) -> None:
    transit = get_site_location(site_id=one.from_site_id, kind=LocationKind.IN_TRANSIT)
    moves = [
        Move(
            merchant_id=one.merchant_id, site_id=one.from_site_id, sku_id=pick.sku_id, owner_id=one.merchant_id,
            quantity=pick.quantity, from_location_id=pick.to_location_id, to_location_id=transit, lot_id=pick.lot_id,
            serial=pick.serial, from_unit_id=pick.unit_id, to_unit_id=pick.unit_id, received_on=pick.received_on,
            expires_on=pick.expires_on,
        )
        for pick in picks
    ]  # fmt: skip
    record_movements(
        moves=moves, reason="transfer", document_kind=DOCUMENT_KIND, document_id=one.number, happened_at=now,
        actor=actor,
    )  # fmt: skip
    place_units({pick.unit_id: (transit, False) for pick in picks if pick.unit_id})
