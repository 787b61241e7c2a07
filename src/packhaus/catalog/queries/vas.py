"""Value-added services that merchants offer, and for which orders they are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.types import KnownVas
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_OPTIONS = """
SELECT x.id, m.code AS merchant, x.code, x.kind, x.names, x.instructions, x.minutes, x.per, x.step, x.asks_text,
       coalesce(k.code, '') AS sku, x.sku_quantity, x.material, x.material_grams, x.is_active
FROM catalog_vasoption AS x
JOIN access_merchant AS m ON m.id = x.merchant_id
LEFT JOIN catalog_sku AS k ON k.id = x.sku_id
WHERE (%(merchant_id)s::uuid IS NULL OR x.merchant_id = %(merchant_id)s::uuid)
  AND (%(id)s::uuid IS NULL OR x.id = %(id)s::uuid)
ORDER BY m.code, x.code
"""
_RULES = """
SELECT r.id, r.position, m.code AS merchant, coalesce(x.code, '') AS option, r.carton_codes AS cartons, r.skus,
       r.channels, r.countries, r.tags, r.least_goods_minor, r.currency
FROM catalog_vasrule AS r
JOIN access_merchant AS m ON m.id = r.merchant_id
LEFT JOIN catalog_vasoption AS x ON x.id = r.option_id
WHERE (%(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s::uuid)
ORDER BY m.code, r.position
"""
_KNOWN = """
SELECT code, id::text, per, asks_text FROM catalog_vasoption
WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[]) AND is_active
"""


@dataclass(frozen=True, slots=True)
class VasOptionRow:
    """A value-added service; texts by language, `minutes` and grams are of one."""

    id: UUID
    merchant: str
    code: str
    kind: str
    names: dict[str, str]
    instructions: dict[str, str]
    minutes: int
    per: str
    step: str
    asks_text: bool
    sku: str
    sku_quantity: int
    material: str
    material_grams: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class VasRuleRow:
    """For orders that fit, an option is added or only these cartons are packed in."""

    id: UUID
    position: int
    merchant: str
    option: str
    cartons: list[str]
    skus: list[str]
    channels: list[str]
    countries: list[str]
    tags: list[str]
    least_goods_minor: int | None
    currency: str


def list_vas_options(*, scope: Scope, merchant_id: UUID | None = None) -> list[VasOptionRow]:
    """Return value-added services, those that are switched off too. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(VasOptionRow, _OPTIONS, {"merchant_id": merchant_id, "id": None})


def get_vas_option(*, scope: Scope, option_id: UUID) -> VasOptionRow:
    """Return one value-added service. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(VasOptionRow, _OPTIONS, {"merchant_id": None, "id": option_id})
    if found is None:
        raise NotFound("there is no such value-added service")
    return found


def list_vas_rules(*, scope: Scope, merchant_id: UUID | None = None) -> list[VasRuleRow]:
    """Return the rules of merchants, each merchant's in their turn. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(VasRuleRow, _RULES, {"merchant_id": merchant_id})


def get_known_vas(*, merchant_id: UUID, codes: Sequence[str]) -> dict[str, KnownVas]:
    """Return the options in use that have these codes. Queries: 1."""
    found = rows.fetch_tuples(_KNOWN, {"merchant_id": merchant_id, "codes": list(codes)})
    return {code: KnownVas(*facts) for code, *facts in found}
