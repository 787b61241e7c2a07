"""Quality checks: what stands in quarantine, and how many units of it are to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.sampling import SamplingPlan, plan_sampling
from packhaus.inbound.errors import CheckNotFound
from packhaus.inbound.states import IN_QUARANTINE, UNDECIDED
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_CHECKS = """
SELECT c.id, c.merchant_id, m.code AS merchant_code, a.number AS asn_number, s.code AS site_code, c.sku_id,
       k.code AS sku_code, k.name AS sku_name, l.lot_code, coalesce(p.code, '') AS supplier_code, c.level, c.aql,
       c.quantity, c.checked, c.defective, c.defect_reason, c.status, c.ground, c.opened_at, c.done_at, c.settled_at,
       u.id AS claimed_by, coalesce(u.name, '') AS claimed_by_name, coalesce(o.code, '') AS location_code,
       s.timezone AS zone
FROM inbound_qualitycheck AS c
JOIN inbound_asn AS a ON a.id = c.asn_id
JOIN inbound_asnline AS l ON l.id = c.line_id
JOIN access_merchant AS m ON m.id = c.merchant_id
JOIN network_site AS s ON s.id = c.site_id
JOIN catalog_sku AS k ON k.id = c.sku_id
LEFT JOIN inventory_location AS o ON o.id = c.from_location_id
LEFT JOIN parties_company AS p ON p.id = a.supplier_id
LEFT JOIN access_user AS u ON u.id = c.claimed_by AND %(is_operator)s
"""
_LIST = (
    _CHECKS
    + """
WHERE (%(site_id)s::uuid IS NULL OR c.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR c.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR c.status = ANY(%(statuses)s::text[]))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR c.id = ANY(%(ids)s::uuid[]))
  AND (%(sku_code)s = '' OR k.code = %(sku_code)s)
"""
)
_ONE = _CHECKS + "WHERE c.id = %(id)s"
_KEYS = (Key("opened_at", "timestamptz"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class CheckRow:
    """Units that came in under a rule, and what was found among those that were looked at.

    Where they lie, and who looks at them, is the operator's to know.
    """

    id: UUID
    merchant_id: UUID
    merchant_code: str
    asn_number: str
    site_code: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    lot_code: str
    supplier_code: str
    level: str
    aql: str
    quantity: int
    checked: int
    defective: int
    defect_reason: str
    status: str
    ground: str
    opened_at: datetime
    done_at: datetime | None
    settled_at: datetime | None
    claimed_by: UUID | None
    claimed_by_name: str
    location_code: str
    zone: str

    @property
    def plan(self) -> SamplingPlan:
        """How many of the units are checked, and how many defects are too many."""
        return plan_sampling(lot_size=max(self.quantity, 1), level=self.level, aql=self.aql)

    @property
    def sample_size(self) -> int:
        """How many of the units are checked."""
        return self.plan.sample_size

    @property
    def left(self) -> int:
        """How many are still to be looked at."""
        return max(self.plan.sample_size - self.checked, 0)

    @property
    def is_undecided(self) -> bool:
        """Whether somebody is to look at units."""
        return self.status in UNDECIDED

    @property
    def is_in_quarantine(self) -> bool:
        """Whether its units are nobody's to have."""
        return self.status in IN_QUARANTINE


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """What narrows the list."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    ids: Sequence[UUID] = ()
    sku_code: str = ""


def list_checks(*, scope: Scope, chosen: CheckFilter, page: PageOf) -> Page[CheckRow]:
    """Return a page of quality checks by when they were opened. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "ids": list(chosen.ids),
        "sku_code": chosen.sku_code,
        "is_operator": scope.is_operator,
    }
    with transaction(scope):
        return fetch_page(CheckRow, _LIST, parameters, keys=_KEYS, page=page)


def get_check(*, scope: Scope, check_id: UUID) -> CheckRow:
    """Return a quality check. Queries: 1. Raises: CheckNotFound."""
    with transaction(scope):
        found = rows.find_row(CheckRow, _ONE, {"id": check_id, "is_operator": scope.is_operator})
    if found is None:
        raise CheckNotFound("there is no such check")
    return found
