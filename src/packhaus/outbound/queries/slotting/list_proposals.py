"""Proposals of slotting, and what the last look at a site came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_PROPOSALS = """
SELECT p.id, p.site_id, n.code AS site_code, n.timezone AS zone, m.code AS merchant_code, k.code AS sku_code,
       k.name AS sku_name, v.quantity AS units, v.from_location_id, s.code AS from_code, v.to_location_id,
       t.code AS to_code, o.merchant_code AS other_merchant_code, o.sku_code AS other_sku_code,
       o.sku_name AS other_sku_name, p.status, p.why, p.picks, p.walking_mm, p.reaching_mm, p.cost_mm, p.payback_days,
       p.proposed_at, p.decided_at, p.refusal, p.done_at,
       coalesce((SELECT max(x.problem) FROM outbound_slottingmove AS x WHERE x.proposal_id = p.id), '') AS problem
FROM outbound_slottingproposal AS p
JOIN network_site AS n ON n.id = p.site_id
CROSS JOIN LATERAL (
    SELECT x.* FROM outbound_slottingmove AS x WHERE x.proposal_id = p.id ORDER BY x.step DESC LIMIT 1) AS v
JOIN access_merchant AS m ON m.id = v.merchant_id
JOIN catalog_sku AS k ON k.id = v.sku_id
JOIN inventory_location AS s ON s.id = v.from_location_id
JOIN inventory_location AS t ON t.id = v.to_location_id
LEFT JOIN LATERAL (
    SELECT om.code AS merchant_code, ok.code AS sku_code, ok.name AS sku_name FROM outbound_slottingmove AS x
    JOIN access_merchant AS om ON om.id = x.merchant_id JOIN catalog_sku AS ok ON ok.id = x.sku_id
    WHERE x.proposal_id = p.id AND x.step < v.step) AS o ON true
WHERE (%(site_id)s::uuid IS NULL OR p.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR v.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR p.status = ANY(%(statuses)s::text[]))
  AND (cardinality(%(whys)s::text[]) = 0 OR p.why = ANY(%(whys)s::text[]))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR p.id = ANY(%(ids)s::uuid[]))
"""

_KEYS = (Key("payback_days", "integer"), Key("id", "uuid"))

_ADVICE = """
SELECT a.site_id, n.code AS site_code, a.outcome, a.worked_at, a.weeks, a.walks, a.walked_mm, a.advised_mm,
       a.moved_since, a.moved_walks, a.moved_mm, a.unmoved_mm,
       coalesce((SELECT sum(p.reaching_mm) FROM outbound_slottingproposal AS p
                 WHERE p.site_id = a.site_id AND p.status = 'proposed'), 0)::bigint AS reaching_mm
FROM outbound_slottingadvice AS a JOIN network_site AS n ON n.id = a.site_id
WHERE a.site_id = %(site_id)s
"""


_UNADVISED = """
SELECT n.id, n.code, n.name FROM network_site AS n
WHERE n.is_active AND n.stock_policy = 'own'
  AND NOT EXISTS (SELECT FROM outbound_slottingadvice AS a WHERE a.site_id = n.id)
ORDER BY n.priority, n.code, n.id
"""


@dataclass(frozen=True, slots=True)
class UnadvisedSite:
    """A site whose walks nobody has looked at."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A move, or an exchange with the other item; walking and reaching are what a week saves, in mm of walking."""

    id: UUID
    site_id: UUID
    site_code: str
    zone: str
    merchant_code: str
    sku_code: str
    sku_name: str
    units: int
    from_location_id: int
    from_code: str
    to_location_id: int
    to_code: str
    other_merchant_code: str | None
    other_sku_code: str | None
    other_sku_name: str | None
    status: str
    why: str
    picks: int
    walking_mm: int
    reaching_mm: int
    cost_mm: int
    payback_days: int
    proposed_at: datetime
    decided_at: datetime | None
    refusal: str
    done_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """Which proposals; what is left empty takes all."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    whys: Sequence[str] = ()
    ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """The last look: walks of so many weeks as they are and with all proposals, and what moves have saved since.

    `outcome`: advised; no_aisles, where bins have no coordinates in aisles; no_walks, where nobody picked of late.
    """

    site_id: UUID
    site_code: str
    outcome: str
    worked_at: datetime
    weeks: float
    walks: int
    walked_mm: int
    advised_mm: int
    moved_since: datetime | None
    moved_walks: int
    moved_mm: int
    unmoved_mm: int
    reaching_mm: int

    @property
    def walked_mm_a_week(self) -> int:
        """Return how far the walks are in a week."""
        return round(self.walked_mm / self.weeks) if self.weeks else 0

    @property
    def advised_mm_a_week(self) -> int:
        """Return how far they would be with all that was proposed."""
        return round(self.advised_mm / self.weeks) if self.weeks else 0

    @property
    def saved_share(self) -> float | None:
        """Return the share of the walking that all proposals save."""
        return 1 - self.advised_mm / self.walked_mm if self.walked_mm else None

    @property
    def saved_mm(self) -> int:
        """Return how much walking the moves that were done have saved so far."""
        return self.unmoved_mm - self.moved_mm


def list_proposals(*, scope: Scope, chosen: ProposalFilter, page: PageOf) -> Page[ProposalRow]:
    """Return a page of proposals, what pays back first on top. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "whys": list(chosen.whys),
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(ProposalRow, _PROPOSALS, parameters, keys=_KEYS, page=page)


def list_unadvised(*, scope: Scope) -> list[UnadvisedSite]:
    """Return the own sites whose walks nobody has looked at yet. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(UnadvisedSite, _UNADVISED, {})


def find_advice(*, scope: Scope, site_id: UUID) -> AdviceRow | None:
    """Return what the last look at a site came to; None before the first. Queries: 1."""
    with transaction(scope):
        return rows.find_row(AdviceRow, _ADVICE, {"site_id": site_id})
