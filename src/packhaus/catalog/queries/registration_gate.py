"""Which registrations are missing before a fulfillment provider may keep or send goods.

Goods that the operator sells itself need no gate: it is nobody's provider for them (ADR 20).
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from packhaus.kernel import rows
from packhaus.terms.errors import NotRegistered
from packhaus.terms.types.registrations import Activity, Gap

# A law about packaging is about everything; the others are about items that are known to be devices or the like.
_MISSING = """
SELECT n.merchant_id, m.code AS merchant_code, n.country, n.scheme, n.source, n.sku_id,
       coalesce(k.code, '') AS sku_code, n.brand, n.device_class
FROM (
    SELECT m.id AS merchant_id, r.country, r.scheme, r.source, NULL::uuid AS sku_id, '' AS brand, '' AS device_class
    FROM terms_gaterule AS r CROSS JOIN access_merchant AS m
    WHERE r.is_on AND r.activity = %(activity)s AND %(on)s::date BETWEEN r.starts_on AND coalesce(r.ends_on, 'infinity')
      AND r.scheme IN ('packaging_register', 'packaging_system')
    UNION ALL
    SELECT c.merchant_id, r.country, r.scheme, r.source, c.sku_id,
           CASE r.scheme WHEN 'textile' THEN '' ELSE c.brand END,
           CASE r.scheme WHEN 'weee' THEN c.device_class WHEN 'battery' THEN c.battery_kind ELSE '' END
    FROM terms_gaterule AS r CROSS JOIN catalog_skucompliance AS c
    WHERE r.is_on AND r.activity = %(activity)s AND %(on)s::date BETWEEN r.starts_on AND coalesce(r.ends_on, 'infinity')
      AND CASE r.scheme WHEN 'weee' THEN c.device_class <> '' WHEN 'battery' THEN c.battery_kind <> ''
          WHEN 'textile' THEN c.is_textile ELSE false END
) AS n
JOIN access_merchant AS m ON m.id = n.merchant_id AND NOT m.is_own
LEFT JOIN catalog_sku AS k ON k.id = n.sku_id
WHERE NOT EXISTS (
    SELECT FROM terms_registration AS g
    WHERE g.merchant_id = n.merchant_id AND g.country = n.country AND g.scheme = n.scheme
      AND lower(g.brand) = lower(n.brand) AND lower(g.device_class) = lower(n.device_class)
      AND g.withdrawn_at IS NULL AND NOT g.is_claimed AND g.valid_from <= %(on)s::date
      AND (g.valid_to IS NULL OR g.valid_to >= %(on)s::date))
"""
SHIP_GAPS = _MISSING.replace("%(activity)s", f"'{Activity.SHIP}'")
"""What is missing on the day %(on)s before a merchant's goods, or single items, may be sent to a country; as `Gap`."""

STORING_GAPS = (
    _MISSING.replace("%(activity)s", f"'{Activity.STORE}'")
    + """
  AND n.country = %(country)s AND n.merchant_id = %(merchant_id)s
  AND (n.sku_id IS NULL OR %(sku_ids)s::uuid[] IS NULL OR n.sku_id = ANY(%(sku_ids)s::uuid[]))
ORDER BY n.scheme, k.code NULLS FIRST, n.sku_id
"""
)
"""What is missing on the day %(on)s before these items of a merchant may be kept in a country; as `Gap`."""
OF_MERCHANT = (
    _MISSING
    + """
  AND n.merchant_id = %(merchant_id)s AND (%(activity)s <> 'store' OR EXISTS (
      SELECT FROM network_site AS s WHERE s.country = n.country AND s.is_active AND s.stock_policy = 'own'))
ORDER BY n.country, n.scheme, k.code NULLS FIRST, n.sku_id LIMIT 1000
"""
)
"""What is missing of a merchant on the day %(on)s before an activity, in every country where it matters; as `Gap`."""
_SENDING = SHIP_GAPS + " ORDER BY m.code, n.country, n.scheme, k.code NULLS FIRST, n.sku_id LIMIT %(limit)s"


def list_storing_gaps(
    *, merchant_id: UUID, sku_ids: Collection[UUID] | None, country: str, on: date
) -> list[Gap]:
    """Return what is missing before these items of a merchant may be kept in a country. Queries: 1.

    Without items: before anything of the merchant may.
    """
    parameters = {
        "on": on, "country": country, "merchant_id": merchant_id,
        "sku_ids": None if sku_ids is None else sorted(set(sku_ids)),
    }  # fmt: skip
    return rows.fetch_rows(Gap, STORING_GAPS, parameters)


def require_registrations(*, merchant_id: UUID, sku_ids: Collection[UUID], country: str, on: date) -> None:
    """Refuse to keep items of a merchant in a country where a law asks for registrations. Queries: 1.

    Raises: NotRegistered with every gap.
    """
    gaps = list_storing_gaps(merchant_id=merchant_id, sku_ids=sku_ids, country=country, on=on)
    if gaps:
        raise NotRegistered(gaps)


def list_ship_gaps(*, on: date, limit: int = 200) -> list[Gap]:
    """Return what is missing before goods may be sent, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(Gap, _SENDING, {"on": on, "limit": limit})
