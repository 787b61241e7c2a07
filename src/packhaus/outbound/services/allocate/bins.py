"""Bins that may be picked from, as every pass sees them."""

ELIGIBLE = """
    FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
    WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND l.site_id = %(site_id)s AND l.can_be_allocated AND NOT l.is_blocked
      AND b.condition = 'sellable' AND b.owner_id = b.merchant_id AND l.id <> ALL(%(avoided)s::bigint[])
"""
"""The FROM and WHERE of bins: same site, may be allocated from, sellable, the merchant's own."""
