"""Which trucks come when, and what they have done so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.states import HOLDING
from packhaus.kernel import rows

LATE_AFTER = timedelta(minutes=15)
"""A truck that has not come so long after its slot began is late."""

_APPOINTMENTS = """
SELECT p.id, p.asn_id, a.number, p.merchant_id, m.code AS merchant_code, n.id AS site_id, n.code AS site_code,
       n.timezone AS zone, d.id AS door_id, d.code AS door_code, s.id AS slot_id, s.starts_at, s.ends_at, p.pallets,
       p.status, coalesce(c.name, '') AS supplier_name, a.carrier_code, p.booked_at, p.arrived_at, p.docked_at,
       p.unloading_at, p.unloaded_at, p.departed_at,
       ARRAY(SELECT x.number FROM inbound_dockappointment AS o JOIN inbound_asn AS x ON x.id = o.asn_id
             WHERE o.slot_id = p.slot_id AND o.id <> p.id AND o.status NOT IN ('cancelled', 'missed')
             ORDER BY x.number) AS comes_with,
       p.status = 'booked' AND a.arrived_at IS NULL AND s.starts_at < %(late)s::timestamptz AS is_late,
       p.status IN ('docked', 'unloading') AND s.ends_at < %(now)s::timestamptz AS is_over_time
FROM inbound_dockappointment AS p
JOIN inbound_asn AS a ON a.id = p.asn_id
JOIN inbound_dockslot AS s ON s.id = p.slot_id
JOIN inbound_dockdoor AS d ON d.id = s.door_id
JOIN network_site AS n ON n.id = d.site_id
JOIN access_merchant AS m ON m.id = p.merchant_id
LEFT JOIN parties_company AS c ON c.id = a.supplier_id
"""
_OF_ASN = _APPOINTMENTS + "WHERE p.asn_id = %(asn_id)s ORDER BY p.booked_at DESC, p.id DESC LIMIT 1"
_BETWEEN = (
    _APPOINTMENTS
    + """
WHERE s.starts_at < %(until)s::timestamptz AND s.ends_at > %(since)s::timestamptz
  AND (%(site_id)s::uuid IS NULL OR n.id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR p.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR p.status = ANY(%(statuses)s::text[]))
ORDER BY s.starts_at, d.position, p.id LIMIT %(most)s
"""
)
_CLOSED = """
SELECT s.id, s.door_id, s.starts_at, s.ends_at FROM inbound_dockslot AS s JOIN inbound_dockdoor AS d ON d.id = s.door_id
WHERE d.site_id = %(site_id)s AND s.is_closed AND NOT s.is_over AND s.starts_at < %(until)s AND s.ends_at > %(since)s
ORDER BY s.starts_at, s.id
"""
_LATE = """
SELECT count(*) FROM inbound_dockappointment AS p JOIN inbound_dockslot AS s ON s.id = p.slot_id
JOIN inbound_dockdoor AS d ON d.id = s.door_id JOIN inbound_asn AS a ON a.id = p.asn_id
WHERE p.status = 'booked' AND a.arrived_at IS NULL AND s.starts_at < %(late)s::timestamptz
  AND (%(site_id)s::uuid IS NULL OR d.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR p.merchant_id = %(merchant_id)s::uuid)
"""
MOST = 1_000


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A truck's appointment at a door. `is_late`: it should be here; `is_over_time`: it stands longer than booked.

    `comes_with` are the numbers of what else is on the truck; merchants see their own only.
    """

    id: UUID
    asn_id: UUID
    number: str
    merchant_id: UUID
    merchant_code: str
    site_id: UUID
    site_code: str
    zone: str
    door_id: int
    door_code: str
    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    pallets: int
    status: str
    supplier_name: str
    carrier_code: str
    booked_at: datetime
    arrived_at: datetime | None
    docked_at: datetime | None
    unloading_at: datetime | None
    unloaded_at: datetime | None
    departed_at: datetime | None
    comes_with: list[str]
    is_late: bool
    is_over_time: bool

    @property
    def is_holding(self) -> bool:
        """Tell whether its door is kept for it."""
        return self.status in HOLDING


@dataclass(frozen=True, slots=True)
class ClosedSlotRow:
    """A while for which somebody has closed a door."""

    id: UUID
    door_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AppointmentFilter:
    """What narrows the list; spans that share a moment with [since, until)."""

    since: datetime
    until: datetime
    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()


def find_appointment(*, scope: Scope, asn_id: UUID, now: datetime) -> AppointmentRow | None:
    """Return the newest appointment of a delivery, also one that is over. Queries: 1."""
    parameters = {"asn_id": asn_id, "now": now, "late": now - LATE_AFTER}
    with transaction(scope):
        return rows.find_row(AppointmentRow, _OF_ASN, parameters)


def list_appointments(*, scope: Scope, chosen: AppointmentFilter, now: datetime) -> list[AppointmentRow]:
    """Return at most 1,000 appointments, the soonest first. Queries: 1."""
    parameters = {
        "since": chosen.since, "until": chosen.until, "site_id": chosen.site_id, "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses), "now": now, "late": now - LATE_AFTER, "most": MOST,
    }  # fmt: skip
    with transaction(scope):
        return rows.fetch_rows(AppointmentRow, _BETWEEN, parameters)


def list_closed_slots(
    *, scope: Scope, site_id: UUID, since: datetime, until: datetime
) -> list[ClosedSlotRow]:
    """Return when doors of a site are closed. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ClosedSlotRow, _CLOSED, {"site_id": site_id, "since": since, "until": until})


def count_late_trucks(*, scope: Scope, site_id: UUID | None, merchant_id: UUID | None, now: datetime) -> int:
    """Count the trucks that should be here. Queries: 1."""
    parameters = {"site_id": site_id, "merchant_id": merchant_id, "late": now - LATE_AFTER}
    with transaction(scope):
        counted: int = rows.fetch_value(_LATE, parameters)
    return counted
