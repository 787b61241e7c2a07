"""Bins that may be picked from, as every pass sees them."""

# The location is asked for each bin of these SKUs. As a join it is read first, whatever its size: under row-level
# security the planner expects a handful of rows, and every location of the site is tried against every SKU.
ELIGIBLE = """
    FROM inventory_balance AS b
    WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.condition = 'sellable' AND b.owner_id = b.merchant_id
      AND b.location_id <> ALL(%(avoided)s::bigint[])
      AND (SELECT l.site_id = %(site_id)s AND l.can_be_allocated AND NOT l.is_blocked
           FROM inventory_location AS l WHERE l.id = b.location_id)
"""
"""The FROM and WHERE of bins: same site, may be allocated from, sellable, the merchant's own."""

# One look at the open shorts of the site, not one per bin.
IS_DOUBTED = """(b.location_id, b.sku_id) IN (
        SELECT x.location_id, x.sku_id FROM outbound_short AS x
        WHERE x.site_id = %(site_id)s AND x.resolved_at IS NULL AND x.reason <> 'damaged'
    )"""
"""A picker found fewer there than the record said, and nobody has counted since: taken from last, whatever its date."""

IS_FACE = (
    "EXISTS (SELECT FROM outbound_pickface AS f WHERE f.location_id = b.location_id AND f.sku_id = b.sku_id)"
)
"""The bin is a pick face of the item."""

PREFERS_FACES = """coalesce(
        (SELECT p.prefers_faces FROM outbound_pickpolicy AS p WHERE p.site_id = %(site_id)s),
        EXISTS (SELECT FROM outbound_pickface AS f WHERE f.site_id = %(site_id)s))"""
"""What the site says, or whether it has pick faces at all; asked once, not per bin."""
