"""What the demo did, counted in the database and not by whoever did it."""

from datetime import datetime
from typing import NamedTuple

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_FACTS = """
SELECT count(*) FILTER (WHERE kind = 'order_placed'),
       coalesce(sum((data->>'lines')::bigint) FILTER (WHERE kind = 'order_placed'), 0)::bigint,
       coalesce(sum((data->>'promised')::bigint) FILTER (WHERE kind = 'order_placed'), 0)::bigint,
       coalesce(sum((data->>'backordered')::bigint) FILTER (WHERE kind = 'order_placed'), 0)::bigint,
       count(DISTINCT data->>'wave') FILTER (WHERE kind = 'fulfillment_released'),
       coalesce(sum((data->>'orders')::bigint) FILTER (WHERE kind = 'batch_built'), 0)::bigint,
       count(*) FILTER (WHERE kind = 'pick_short'),
       coalesce(sum((data->>'parcels')::bigint) FILTER (WHERE kind = 'fulfillment_packed'), 0)::bigint
FROM journal_entry WHERE happened_at >= %(since)s AND happened_at < %(until)s
"""

# What packing uses up is booked for as many parcels as come together, which is another number on another day.
_MOVEMENTS = """
SELECT count(*) FILTER (WHERE reason <> 'packaging'), count(*) FILTER (WHERE reason = 'pick'),
       count(*) FILTER (WHERE reason = 'dispatch')
FROM inventory_movement WHERE happened_at >= %(since)s AND happened_at < %(until)s
"""

_MESSAGES = """
SELECT count(*) FROM messaging_message WHERE status = 'sent' AND sent_at >= %(since)s AND sent_at < %(until)s
"""

_LINES = """
SELECT count(*) FILTER (WHERE sku_kind = 'stock' AND shipped > 0),
       coalesce(sum(shipped) FILTER (WHERE sku_kind = 'stock'), 0)::bigint,
       coalesce(sum(backordered), 0)::bigint, coalesce(sum(cancelled), 0)::bigint
FROM orders_orderline
"""

_FILL = """
SELECT coalesce(round(avg(1000 - n.empty_permille) / 10.0, 1), 0)::float8
FROM outbound_parcelplan AS n JOIN shipping_parcel AS p ON p.handling_unit_id = n.unit_id
JOIN shipping_shipment AS s ON s.id = p.shipment_id AND s.status <> 'voided'
"""

# What was to leave and has not counts as late; what was cancelled, refused or waits for a decision does not count.
_IN_TIME = """
SELECT coalesce(round(100.0 * count(*) FILTER (WHERE f.dispatched_at <= f.ship_by)
                      / nullif(count(*), 0), 1), 0)::float8,
       coalesce(round(100.0 * (SELECT count(*) FROM orders_order WHERE deliver_by IS NOT NULL)
                      / nullif((SELECT count(*) FROM orders_order), 0), 1), 0)::float8
FROM orders_fulfillmentorder AS f
WHERE f.ship_by < %(until)s AND f.unit_count > 0 AND NOT f.is_blocked AND f.status NOT IN ('cancelled', 'rejected')
"""

_STAGES = "SELECT stage, count(*) FROM orders_order GROUP BY 1 ORDER BY 1"

_PARTNERS = """
SELECT (SELECT count(*) FROM orders_fulfillmentorder WHERE request_status <> 'none'),
       (SELECT count(*) FROM journal_entry WHERE kind = 'request_accepted'),
       (SELECT count(*) FROM journal_entry WHERE kind = 'request_rejected'),
       (SELECT count(*) FROM shipping_shipment AS s JOIN network_site AS n ON n.id = s.site_id
        WHERE n.run_by = 'partner' AND s.status = 'dispatched')
"""


_DELIVERIES = """
SELECT (SELECT count(*) FROM inbound_asn WHERE status = 'closed'),
       (SELECT coalesce(sum(received + damaged), 0)::bigint FROM inbound_asnline),
       (SELECT count(*) FROM inbound_asnline AS l JOIN inbound_asn AS a ON a.id = l.asn_id
        WHERE a.status = 'closed' AND (l.received + l.damaged <> l.expected OR l.damaged > 0)),
       (SELECT count(*) FROM inbound_putawaytask WHERE status = 'done')
"""


_COSTS = """
SELECT coalesce(sum(s.cost_minor), 0)::bigint, coalesce(sum(c.runner_up_minor), 0)::bigint, count(*)
FROM shipping_servicechoice AS c JOIN shipping_shipment AS s ON s.id = c.shipment_id AND s.status <> 'voided'
WHERE c.runner_up <> '' AND s.currency = %(currency)s
"""


class CostFigures(NamedTuple):
    """What shipments cost for which there was a next best, in minor units of one currency, and what that would have."""

    cost_minor: int
    next_best_minor: int
    shipments: int


class PeriodFigures(NamedTuple):
    """What happened between two instants. Units, where it is not orders, lines or cartons."""

    orders: int
    lines: int
    promised: int
    backordered: int
    waves: int
    batched: int
    shorts: int
    cartons: int
    movements: int
    picks: int
    messages: int


class LineFigures(NamedTuple):
    """Where the lines of all orders are in the end."""

    dispatched: int
    dispatched_units: int
    open_backorders: int
    cancelled: int


class PartnerFigures(NamedTuple):
    """What partners' sites were asked, in fulfillment orders, and said; who refuses some of it may accept the rest."""

    partner_requests: int
    partner_accepted: int
    partner_rejected: int
    partner_sent: int


class DeliveryFigures(NamedTuple):
    """What came in: deliveries that are closed, units, lines that were over, short or damaged, and put-away tasks."""

    deliveries: int
    received_units: int
    wrong_lines: int
    put_away: int


def count_period(*, since: datetime, until: datetime) -> PeriodFigures:
    """Count what happened since one instant and before another. Queries: 3."""
    period = {"since": since, "until": until}
    with transaction(Scope.operator()):
        facts = rows.fetch_tuples(_FACTS, period)[0]
        movements, picks, _ = rows.fetch_tuples(_MOVEMENTS, period)[0]
        messages = rows.fetch_value(_MESSAGES, period)
    return PeriodFigures._make((*facts, movements, picks, messages))


def count_lines() -> LineFigures:
    """Count lines and units by where they are. Queries: 1."""
    with transaction(Scope.operator()):
        return LineFigures._make(rows.fetch_tuples(_LINES)[0])


def measure_carton_fill() -> float:
    """Return how much of a carton's inside is filled, in the mean over all parcels, in percent. Queries: 1."""
    with transaction(Scope.operator()):
        return float(rows.fetch_value(_FILL))


def sum_costs(*, currency: str) -> CostFigures:
    """Sum what shipments cost, and by the next-best contract, of those in one currency that had one. Queries: 1."""
    with transaction(Scope.operator()):
        return CostFigures._make(rows.fetch_tuples(_COSTS, {"currency": currency})[0])


def count_partners() -> PartnerFigures:
    """Count what partners were asked, and their answers. Queries: 1."""
    with transaction(Scope.operator()):
        return PartnerFigures._make(rows.fetch_tuples(_PARTNERS)[0])


def count_deliveries() -> DeliveryFigures:
    """Count what came in. Queries: 1."""
    with transaction(Scope.operator()):
        return DeliveryFigures._make(rows.fetch_tuples(_DELIVERIES)[0])


def measure_in_time(*, until: datetime) -> tuple[float, float]:
    """Return the share of what was to leave before an instant that left in time, and of orders that have a day.

    Units: percent. Queries: 1.
    """
    with transaction(Scope.operator()):
        [(in_time, dated)] = rows.fetch_tuples(_IN_TIME, {"until": until})
    return in_time, dated


def count_stages() -> dict[str, int]:
    """Count orders by stage. Queries: 1."""
    with transaction(Scope.operator()):
        return dict(rows.fetch_tuples(_STAGES))
