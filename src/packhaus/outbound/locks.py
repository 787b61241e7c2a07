"""Every row lock of outbound, after the orders': waves, batches, then stock."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.errors import BatchNotFound, WaveNotFound

_WAVE = "SELECT number, site_id, status FROM outbound_wave WHERE id = %(id)s FOR NO KEY UPDATE"

_BATCH = "SELECT status, picker_id, number FROM outbound_pickbatch WHERE id = %(id)s FOR NO KEY UPDATE"

_EMPTY_TOTES = """
SELECT id, code FROM inventory_handlingunit
WHERE location_id = %(location_id)s AND kind = 'tote' AND is_open AND merchant_id IS NULL
ORDER BY code LIMIT %(count)s FOR UPDATE SKIP LOCKED
"""

_NAMED_TOTES = """
SELECT id, code, merchant_id IS NULL AND kind = 'tote' FROM inventory_handlingunit
WHERE code = ANY(%(codes)s::text[]) AND is_open ORDER BY code FOR UPDATE
"""

_SITE_STOCK = """
SELECT s.id FROM inventory_sitestock AS s
JOIN (SELECT DISTINCT sku_id, site_id FROM unnest(%(sku_ids)s::uuid[], %(site_ids)s::uuid[]) AS k(sku_id, site_id))
  AS k USING (sku_id, site_id)
WHERE s.owner_id = s.merchant_id ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
"""


def lock_wave(wave_id: UUID) -> tuple[str, UUID, str]:
    """Lock a wave and return its number, site and status. Queries: 1. Raises: WaveNotFound."""
    found = rows.fetch_tuples(_WAVE, {"id": wave_id})
    if not found:
        raise WaveNotFound("there is no such wave", wave_id=wave_id)
    number, site_id, status = found[0]
    return number, site_id, status


def lock_batch(batch_id: UUID) -> tuple[str, UUID | None, str]:
    """Lock a batch and return its status, picker and number. Queries: 1. Raises: BatchNotFound."""
    found = rows.fetch_tuples(_BATCH, {"id": batch_id})
    if not found:
        raise BatchNotFound("there is no such batch", batch_id=batch_id)
    status, picker_id, number = found[0]
    return status, picker_id, number


def claim_empty_totes(*, location_id: int, count: int) -> list[tuple[UUID, str]]:
    """Claim up to so many empty totes that nobody else is claiming. Queries: 1."""
    found = rows.fetch_tuples(_EMPTY_TOTES, {"location_id": location_id, "count": count})
    return [(id_, code) for id_, code in found]


def lock_named_totes(codes: Sequence[str]) -> list[tuple[UUID, str, bool]]:
    """Lock the open units of these codes; the last field says that it is an empty tote. Queries: 1."""
    found = rows.fetch_tuples(_NAMED_TOTES, {"codes": list(codes)})
    return [(id_, code, is_empty) for id_, code, is_empty in found]


def lock_site_stock(keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Lock the stock of (SKU, site) pairs for what changes them one after the other. Queries: 1."""
    parameters = {"sku_ids": [sku_id for sku_id, _ in keys], "site_ids": [site_id for _, site_id in keys]}
    rows.fetch_tuples(_SITE_STOCK, parameters)
