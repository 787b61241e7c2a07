"""What comes in today, for the tower."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.queries.docks.appointments import LATE_AFTER
from packhaus.inbound.states import EXPECTING
from packhaus.kernel import rows

_FIGURES = """
SELECT count(*) FILTER (WHERE a.expected_on < %(today)s::date) AS late,
       count(*) FILTER (WHERE a.expected_on = %(today)s::date) AS due,
       count(*) FILTER (WHERE a.status = 'receiving') AS receiving,
       min(a.expected_on) FILTER (WHERE a.expected_on > %(today)s::date) AS next_on,
       count(*) FILTER (WHERE a.arrived_at IS NULL AND EXISTS (
           SELECT FROM inbound_dockappointment AS p JOIN inbound_dockslot AS s ON s.id = p.slot_id
           WHERE p.asn_id = a.id AND p.status = 'booked' AND s.starts_at < %(late)s::timestamptz)) AS late_trucks,
       min(t.moving) AS transfers_moving, min(t.late) AS transfers_late, min(t.differing) AS transfers_differing
FROM (
    SELECT count(*) FILTER (WHERE r.status IN ('in_transit', 'partially_received')) AS moving,
           count(*) FILTER (WHERE r.status IN ('in_transit', 'partially_received') AND r.expected_on < %(today)s::date)
               AS late,
           count(*) FILTER (WHERE r.received_at >= %(week_ago)s AND EXISTS (
               SELECT FROM transfers_transferline AS l
               WHERE l.transfer_id = r.id AND (l.settled <> 0 OR l.damaged > 0))) AS differing
    FROM transfers_transfer AS r
    WHERE (r.status IN ('in_transit', 'partially_received') OR r.received_at >= %(week_ago)s)
      AND (%(site_id)s::uuid IS NULL OR %(site_id)s::uuid IN (r.from_site_id, r.to_site_id))
      AND (%(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s::uuid)
) AS t LEFT JOIN inbound_asn AS a
ON a.status = ANY(%(expecting)s::text[])
  AND (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR a.merchant_id = %(merchant_id)s::uuid)
"""


@dataclass(frozen=True, slots=True)
class InboundFigures:
    """Deliveries that are not all here yet: expected before today, today, and being unloaded; the day of the next.

    `late_trucks` should stand at their doors. Transfers between sites: on their way, of these late, and arrived with
    differences in the last seven days.
    """

    late: int
    due: int
    receiving: int
    next_on: date | None
    late_trucks: int
    transfers_moving: int
    transfers_late: int
    transfers_differing: int


def get_inbound_figures(
    *, scope: Scope, site_id: UUID | None, merchant_id: UUID | None, today: date, now: datetime
) -> InboundFigures:
    """Count what is expected as the lists of deliveries and transfers do. Queries: 1."""
    parameters = {
        "site_id": site_id,
        "merchant_id": merchant_id,
        "today": today,
        "late": now - LATE_AFTER,
        "week_ago": now - timedelta(days=7),
        "expecting": list(EXPECTING),
    }
    with transaction(scope):
        return rows.fetch_one(InboundFigures, _FIGURES, parameters)
