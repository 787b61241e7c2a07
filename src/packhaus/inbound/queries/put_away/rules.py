"""The put-away rules of a site, in the order in which they are asked."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.putaway.types import Rule
from packhaus.kernel import rows

RULES = """
SELECT r.id, r.position, r.sku_id, coalesce(k.code, '') AS sku_code, coalesce(m.code, '') AS merchant_code, r.tag,
       r.abc_class, r.hazard, r.condition, r.zones, r.kind, r.is_final
FROM inbound_putawayrule AS r
LEFT JOIN catalog_sku AS k ON k.id = r.sku_id
LEFT JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE r.site_id = %(site_id)s ORDER BY r.position
"""
"""The rules of a site, as RuleRow."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """Which goods go where; what is empty does not matter."""

    id: UUID
    position: int
    sku_id: UUID | None
    sku_code: str
    merchant_code: str
    tag: str
    abc_class: str
    hazard: str
    condition: str
    zones: list[str]
    kind: str
    is_final: bool

    def as_rule(self) -> Rule:
        """Return the rule as a plan asks it."""
        return Rule(
            self.sku_id, self.tag, self.abc_class, self.hazard, self.condition, frozenset(self.zones), self.kind,
            self.is_final,
        )  # fmt: skip


def list_rules(*, scope: Scope, site_id: UUID) -> list[RuleRow]:
    """Return the rules of a site. Queries: 1."""
    with transaction(scope):
        return read_rules(site_id=site_id)


def read_rules(*, site_id: UUID) -> list[RuleRow]:
    """Return the rules of a site, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(RuleRow, RULES, {"site_id": site_id})
