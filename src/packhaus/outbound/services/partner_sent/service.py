"""A partner reports what has left: the units are shipped, its stock falls, and the shopper is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.send_unpicked import SentUnits, send_unpicked
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.queries.asked import AskedLine, Request, get_requests, list_asked_lines
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.services.non_stock import ship_non_stock
from packhaus.orders.services.promise_more import NewPromise
from packhaus.orders.services.requests.closed import refuse_closed
from packhaus.orders.services.requests.wishes import close_wishes
from packhaus.orders.states import ACCEPT_REQUEST, REFUSE_CANCEL, SEND_FROM_PARTNER, TAKEN_ON
from packhaus.orders.types import Counter, KeepReason, UnitMove
from packhaus.outbound.events import ShipmentDispatched
from packhaus.outbound.services.pack.cash import share_cash
from packhaus.outbound.services.partner_sent.check import check_reports, find_units
from packhaus.outbound.services.partner_sent.read import SentHeader, read_sent_headers
from packhaus.outbound.services.release.uncovered import set_apart
from packhaus.outbound.types import DispatchedShipment, PartnerReport
from packhaus.shipping.services.partner_shipments import write_partner_shipments
from packhaus.shipping.types import ParcelItemDraft, SentParcel, SentShipment

# Who sends has said yes.
_LEAVE = """
UPDATE orders_fulfillmentorder AS f
SET status = %(target)s, dispatched_at = %(now)s, carrier_code = u.carrier,
    request_status = CASE WHEN f.request_status = %(refused)s THEN f.request_status ELSE %(accepted)s END,
    service_code = ''
FROM unnest(%(ids)s::uuid[], %(carriers)s::text[]) AS u(id, carrier)
WHERE f.id = u.id AND f.status = ANY(%(sources)s::text[])
"""

Sent = Mapping[UUID, Mapping[int, int]]


@again_when_busy
def book_partner_shipments(
    *, reports: Sequence[PartnerReport], now: datetime, actor: Actor
) -> list[DispatchedShipment]:
    """Book what partners say has left, all or none; one outcome per report, in the order given.

    Counters, promise and stock move as when we dispatch: out of bins where the stock is ours to count, off the figure
    of a feed. What was asked for and is not in the report is asked again, in a fulfillment order of its own, unless it
    was to be cancelled: then it is. The same report again changes nothing. What has left is booked though the order is
    on hold: it is gone.
    Locks: orders, site_stock, balances. Emits: ShipmentDispatched. Queries: 24 at most, and 12 where a
    cancellation was asked for.
    Raises: Invalid, RequestNotFound, RequestClosed, UnitsNotAsked, TrackingTaken.
    """
    check_reports(reports)
    ids = [one.fulfillment_id for one in reports]
    with transaction(Scope.operator(), savepoint=True):
        lock_fulfillments(ids)
        requests, headers = get_requests(ids), read_sent_headers(ids)
        fresh = [one for one in reports if not _is_repeat(one, headers[one.fulfillment_id])]
        refuse_closed(
            {one.fulfillment_id: requests[one.fulfillment_id] for one in fresh},
            (*ACCEPT_REQUEST.sources, *TAKEN_ON),
        )
        asked_back = {
            id_: one for id_, one in requests.items() if one.request_status in REFUSE_CANCEL.sources
        }
        shipments = _send(fresh, headers, asked_back, now, actor) if fresh else {}
    return [shipments.get(id_) or _tell_again(headers[id_]) for id_ in ids]


def _is_repeat(report: PartnerReport, header: SentHeader) -> bool:
    numbers = {parcel.tracking_number for parcel in report.parcels}
    return header.shipment_id is not None and numbers == set(header.tracking_numbers)


def _tell_again(header: SentHeader) -> DispatchedShipment:
    assert header.shipment_id is not None
    return DispatchedShipment(header.shipment_id, header.id, header.order_id, header.shipped)


def _send(
    reports: Sequence[PartnerReport],
    headers: Mapping[UUID, SentHeader],
    asked_back: Mapping[UUID, Request],
    now: datetime,
    actor: Actor,
) -> dict[UUID, DispatchedShipment]:
    lines = list_asked_lines([one.fulfillment_id for one in reports])
    sent = {one.fulfillment_id: find_units(one, lines) for one in reports}
    if asked_back:
        _take_as_answer(asked_back, lines, sent, now, actor)
        lines = list_asked_lines([one.fulfillment_id for one in reports])
    _ask_again(lines, sent, now)
    ids = write_partner_shipments(sent=_list_shipments(reports, headers, lines, sent), now=now)
    shipments = {one.fulfillment_id: id_ for one, id_ in zip(reports, ids, strict=True)}
    _leave(reports, now)
    _count(lines, sent, now)
    _lower_stock(lines, sent, shipments, now, actor)
    facts = [_tell(one, headers[one.fulfillment_id], shipments, sent) for one in reports]
    record(facts, happened_at=now, actor=actor)
    return {
        id_: DispatchedShipment(shipment_id, id_, headers[id_].order_id, sum(sent[id_].values()))
        for id_, shipment_id in shipments.items()
    }


def _take_as_answer(
    asked_back: Mapping[UUID, Request], lines: Sequence[AskedLine], sent: Sent, now: datetime, actor: Actor
) -> None:
    """Cancel what was wished and has not left; what has left is kept."""
    left = {
        line.id: line.promised - sent[line.fulfillment_id].get(line.id, 0)
        for line in lines
        if line.fulfillment_id in asked_back
    }
    close_wishes(requests=asked_back, stops=left, why=KeepReason.SENT, now=now, actor=actor)


def _ask_again(lines: Sequence[AskedLine], sent: Sent, now: datetime) -> None:
    """Ask for what was not sent in fulfillment orders of their own, with a deadline of their own."""
    rest = [(line, line.promised - sent[line.fulfillment_id].get(line.id, 0)) for line in lines]
    set_apart(
        promises=[
            (line.id, NewPromise(line.order_id, line.line_id, line.sku_id, line.site_id, units))
            for line, units in rest
            if units
        ],
        now=now,
    )


def _list_shipments(
    reports: Sequence[PartnerReport],
    headers: Mapping[UUID, SentHeader],
    lines: Sequence[AskedLine],
    sent: Sent,
) -> list[SentShipment]:
    by_id = {line.id: line for line in lines}
    cash = share_cash(
        fulfillment_ids=[one.fulfillment_id for one in reports if headers[one.fulfillment_id].is_cod],
        counter=Counter.PROMISED,
    )
    shipments = []
    for report in reports:
        header = headers[report.fulfillment_id]
        parcels = tuple(
            SentParcel(
                parcel.tracking_number,
                tuple(
                    ParcelItemDraft(by_id[id_].line_id, by_id[id_].sku_id, units)
                    for id_, units in parcel.units or sent[report.fulfillment_id].items()
                ),
            )
            for parcel in report.parcels
        )
        shipments.append(
            SentShipment(
                header.merchant_id,
                header.id,
                header.order_number,
                header.site_id,
                header.address_id,
                header.currency,
                report.carrier_code,
                parcels,
                header.is_cod,
                cash.get(header.id, 0),
                header.deliver_by,
            )
        )
    return shipments


def _leave(reports: Sequence[PartnerReport], now: datetime) -> None:
    rows.execute(
        _LEAVE,
        {
            "ids": [one.fulfillment_id for one in reports],
            "carriers": [one.carrier_code for one in reports],
            "target": SEND_FROM_PARTNER.target,
            "sources": list(SEND_FROM_PARTNER.sources),
            "accepted": ACCEPT_REQUEST.target,
            "refused": REFUSE_CANCEL.target,
            "now": now,
        },
    )


def _count(lines: Sequence[AskedLine], sent: Sent, now: datetime) -> None:
    changes = [
        UnitMove(line.id, line.line_id, line.order_id, units)
        for line in lines
        if (units := sent[line.fulfillment_id].get(line.id, 0))
    ]
    move_units(changes=changes, source=Counter.PROMISED, target=Counter.SHIPPED, now=now, refreshes=False)
    ship_non_stock(order_ids=list({line.order_id for line in lines}), now=now)


def _lower_stock(
    lines: Sequence[AskedLine], sent: Sent, shipments: Mapping[UUID, UUID], now: datetime, actor: Actor
) -> None:
    units: defaultdict[tuple[UUID, UUID, UUID], int] = defaultdict(int)
    for line in lines:
        units[line.fulfillment_id, line.site_id, line.sku_id] += sent[line.fulfillment_id].get(line.id, 0)
    send_unpicked(
        sent=[
            SentUnits(site_id, sku_id, quantity, str(shipments[fulfillment_id]))
            for (fulfillment_id, site_id, sku_id), quantity in units.items()
            if quantity
        ],
        document_kind="shipment",
        happened_at=now,
        actor=actor,
    )


def _tell(
    report: PartnerReport, header: SentHeader, shipments: Mapping[UUID, UUID], sent: Sent
) -> ShipmentDispatched:
    return ShipmentDispatched(
        merchant_id=header.merchant_id,
        aggregate_id=header.order_id,
        fulfillment_id=str(header.id),
        shipment_id=str(shipments[header.id]),
        carrier_code=report.carrier_code,
        service_code="",
        tracking_numbers=[parcel.tracking_number for parcel in report.parcels],
        units=sum(sent[header.id].values()),
    )
