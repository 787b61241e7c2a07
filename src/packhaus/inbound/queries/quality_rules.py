"""What of the goods that come in is checked."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_RULES = """
SELECT r.id, r.merchant_id, m.code AS merchant_code, coalesce(k.code, '') AS sku_code,
       coalesce(k.name, '') AS sku_name, coalesce(c.code, '') AS supplier_code, r.level, r.aql, r.is_active
FROM inbound_qualityrule AS r
JOIN access_merchant AS m ON m.id = r.merchant_id
LEFT JOIN catalog_sku AS k ON k.id = r.sku_id
LEFT JOIN parties_company AS c ON c.id = r.supplier_id
WHERE %(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s::uuid
ORDER BY m.code, k.code NULLS FIRST, c.code NULLS FIRST, r.id LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class QualityRuleRow:
    """A rule; without an item or a supplier it is for all of them."""

    id: int
    merchant_id: UUID
    merchant_code: str
    sku_code: str
    sku_name: str
    supplier_code: str
    level: str
    aql: str
    is_active: bool


def list_quality_rules(*, scope: Scope, merchant_id: UUID | None = None) -> list[QualityRuleRow]:
    """Return the rules of a merchant or of all, at most 500. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(QualityRuleRow, _RULES, {"merchant_id": merchant_id})
