"""Parcels that went wrong and who looks after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem of a parcel; `why` is what the carrier says, `owner_name` is shown to the operator only."""

    id: UUID
    parcel_id: UUID
    kind: str
    why: str
    since: datetime
    found_at: datetime
    tracking_number: str
    tracking_status: str
    carrier_code: str
    country: str
    order_number: str
    merchant_code: str
    deliver_by: datetime | None
    expected_at: datetime | None
    owner_id: UUID | None
    owner_name: str
    closed_at: datetime | None
    closed_by: str
    zone: str


@dataclass(frozen=True, slots=True)
class ProblemFilter:
    """Which problems; what is left empty takes all."""

    merchant_id: UUID | None = None
    site_id: UUID | None = None
    kinds: Sequence[str] = ()
    carrier: str = ""
    owner_id: UUID | None = None
    is_unassigned: bool = False
    is_open: bool | None = None
    number: str = ""
    ids: Sequence[UUID] = ()


_PROBLEMS = """
SELECT x.id, x.parcel_id, x.kind, p.tracking_problem AS why, x.since, x.opened_at AS found_at, p.tracking_number,
       p.tracking_status, s.carrier_code, a.country, s.order_number, m.code AS merchant_code, s.deliver_by,
       p.expected_at, x.owner_id, CASE WHEN %(is_operator)s THEN coalesce(u.name, '') ELSE '' END AS owner_name,
       x.closed_at, x.closed_by, n.timezone AS zone
FROM shipping_parcelproblem AS x
JOIN shipping_parcel AS p ON p.id = x.parcel_id
JOIN shipping_shipment AS s ON s.id = p.shipment_id
JOIN access_merchant AS m ON m.id = x.merchant_id
JOIN network_site AS n ON n.id = s.site_id
JOIN parties_address AS a ON a.id = s.address_id
LEFT JOIN access_user AS u ON u.id = x.owner_id
WHERE (%(merchant_id)s::uuid IS NULL OR x.merchant_id = %(merchant_id)s::uuid)
  AND (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid)
  AND (cardinality(%(kinds)s::text[]) = 0 OR x.kind = ANY(%(kinds)s::text[]))
  AND (%(carrier)s::text = '' OR s.carrier_code = %(carrier)s)
  AND (%(owner_id)s::uuid IS NULL OR x.owner_id = %(owner_id)s::uuid)
  AND (NOT %(is_unassigned)s::boolean OR x.owner_id IS NULL)
  AND (%(is_open)s::boolean IS NULL OR (x.closed_at IS NULL) = %(is_open)s::boolean)
  AND (%(number)s::text = '' OR starts_with(p.tracking_number, %(number)s) OR starts_with(s.order_number, %(number)s))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR x.id = ANY(%(ids)s::uuid[]))
"""
_KEYS = (Key("since", "timestamptz"), Key("id", "uuid"))


def list_problems(*, scope: Scope, chosen: ProblemFilter, page: PageOf) -> Page[ProblemRow]:
    """Return a page of problems by since when they are, the oldest first unless the page descends. Queries: 2."""
    asked = {
        "is_operator": scope.is_operator,
        "merchant_id": chosen.merchant_id,
        "site_id": chosen.site_id,
        "kinds": list(chosen.kinds),
        "carrier": chosen.carrier,
        "owner_id": chosen.owner_id,
        "is_unassigned": chosen.is_unassigned,
        "is_open": chosen.is_open,
        "number": chosen.number,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(ProblemRow, _PROBLEMS, asked, keys=_KEYS, page=page)


@dataclass(frozen=True, slots=True)
class Solver:
    """Somebody who may look after parcels."""

    id: UUID
    name: str


_SOLVERS = """
SELECT DISTINCT u.id, u.name FROM access_user AS u JOIN access_membership AS m ON m.user_id = u.id
WHERE u.is_active AND m.role IN ('support', 'lead', 'admin') ORDER BY u.name, u.id LIMIT 200
"""


def list_solvers(*, scope: Scope) -> list[Solver]:
    """Return who may be given a problem. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(Solver, _SOLVERS)
