"""The ledger's statements: each takes any number of rows, locks in order and changes only what is really there."""

from packhaus.inventory import locks
from packhaus.terms.queries.agreed_limit import write_agreed_limit

SITE_STOCK = f"""
WITH change AS (
    SELECT * FROM unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[], %(owner_ids)s::uuid[], %(merchant_ids)s::uuid[],
        %(quantities)s::bigint[], %(promises)s::bigint[])
        AS c(site_id, sku_id, owner_id, merchant_id, quantity, promised)
), locked AS MATERIALIZED (
    SELECT s.id, c.quantity, c.promised FROM inventory_sitestock AS s JOIN change AS c USING (sku_id, site_id, owner_id)
    {locks.SITE_STOCK_IN_ORDER}
), changed AS (
    UPDATE inventory_sitestock AS s
    SET on_hand = s.on_hand + locked.quantity, promised = s.promised - locked.promised
    FROM locked WHERE s.id = locked.id AND s.promised >= locked.promised
      AND (s.policy = 'unlimited' OR s.on_hand + locked.quantity >= s.promised - locked.promised + s.held)
    RETURNING 1
), added AS (
    INSERT INTO inventory_sitestock (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held,
        backordered, backorder_limit, safety, inbound)
    SELECT c.merchant_id, c.site_id, c.sku_id, c.owner_id, 'own', c.quantity, 0, 0, 0,
           {write_agreed_limit(merchant="c.merchant_id")}, 0, 0
    FROM change AS c
    WHERE c.quantity > 0 AND c.promised = 0 AND NOT EXISTS (
        SELECT FROM inventory_sitestock AS s
        WHERE s.sku_id = c.sku_id AND s.site_id = c.site_id AND s.owner_id = c.owner_id)
    ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE SET on_hand = inventory_sitestock.on_hand + excluded.on_hand
    RETURNING 1
)
SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM added)
"""  # noqa: S608 - made of constants

_KEYS = """
unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(owner_ids)s::uuid[], %(lot_ids)s::bigint[],
       %(serials)s::text[], %(unit_ids)s::uuid[], %(conditions)s::text[]
"""

_SAME_KEY = """
b.location_id = d.location_id AND b.sku_id = d.sku_id AND b.owner_id = d.owner_id
  AND b.lot_id IS NOT DISTINCT FROM d.lot_id AND b.serial IS NOT DISTINCT FROM d.serial
  AND b.handling_unit_id IS NOT DISTINCT FROM d.unit_id AND b.condition = d.condition
"""

DEBIT = f"""
WITH debit AS (
    SELECT * FROM {_KEYS}, %(quantities)s::bigint[], %(allocations)s::bigint[], %(grams)s::bigint[]) WITH ORDINALITY
        AS d(location_id, sku_id, owner_id, lot_id, serial, unit_id, condition, quantity, allocated, grams, n)
), locked AS MATERIALIZED (
    SELECT b.id, d.n, d.quantity, d.allocated, d.grams
    FROM inventory_balance AS b JOIN debit AS d ON {_SAME_KEY}
    {locks.BALANCES_IN_ORDER}
)
UPDATE inventory_balance AS b
SET on_hand = b.on_hand - l.quantity, allocated = b.allocated - l.allocated, grams = greatest(b.grams - l.grams, 0)
FROM locked AS l
WHERE b.id = l.id AND l.quantity > 0 AND b.allocated >= l.allocated
  AND b.on_hand - l.quantity >= b.allocated - l.allocated
RETURNING l.n, b.id, b.received_on, b.expires_on
"""  # noqa: S608 - made of the constants above

THERE = f"""
SELECT d.n, p.code, k.code, coalesce(b.on_hand, 0), coalesce(b.allocated, 0)
FROM {_KEYS}) WITH ORDINALITY AS d(location_id, sku_id, owner_id, lot_id, serial, unit_id, condition, n)
JOIN inventory_location AS p ON p.id = d.location_id
JOIN catalog_sku AS k ON k.id = d.sku_id
LEFT JOIN inventory_balance AS b ON {_SAME_KEY}
ORDER BY d.n
"""  # noqa: S608 - made of the constants above

# An empty bin's row remembers the dates of what lay there; of units that lie together the earlier ones hold.
DATES_OF_BOTH = """
    received_on = CASE WHEN b.on_hand = 0 THEN excluded.received_on
                       ELSE least(b.received_on, excluded.received_on) END,
    expires_on = CASE WHEN b.on_hand = 0 THEN coalesce(excluded.expires_on, b.expires_on)
                      ELSE least(b.expires_on, excluded.expires_on) END
"""
"""What becomes of the dates of a balance `b` that units are added to, in the SET of an ON CONFLICT."""

CREDIT = f"""
INSERT INTO inventory_balance AS b (merchant_id, location_id, sku_id, owner_id, lot_id, serial, handling_unit_id,
    condition, on_hand, allocated, grams, received_on, expires_on)
SELECT d.merchant_id, d.location_id, d.sku_id, d.owner_id, d.lot_id, d.serial, d.unit_id, d.condition, d.quantity,
       d.allocated, d.grams, d.received_on, d.expires_on
FROM {_KEYS}, %(quantities)s::bigint[], %(allocations)s::bigint[], %(grams)s::bigint[], %(merchant_ids)s::uuid[],
       %(received_ons)s::date[], %(expires_ons)s::date[])
    AS d(location_id, sku_id, owner_id, lot_id, serial, unit_id, condition, quantity, allocated, grams, merchant_id,
         received_on, expires_on)
ORDER BY d.location_id, d.sku_id
ON CONFLICT ON CONSTRAINT balance_is_one_row_per_key DO UPDATE
SET on_hand = b.on_hand + excluded.on_hand, allocated = b.allocated + excluded.allocated,
    grams = b.grams + excluded.grams, {DATES_OF_BOTH}
"""  # noqa: S608 - made of the constants above

REMOVE_EMPTY = "DELETE FROM inventory_balance WHERE id = ANY(%(ids)s::bigint[]) AND on_hand = 0"

MOVEMENTS = """
INSERT INTO inventory_movement (happened_at, merchant_id, site_id, sku_id, owner_id, from_location_id, to_location_id,
    lot_id, serial, from_unit_id, to_unit_id, from_condition, to_condition, quantity, grams, expires_on, reason,
    document_kind, document_id, actor_kind, actor_id)
SELECT %(happened_at)s, m.merchant_id, m.site_id, m.sku_id, m.owner_id, m.from_location_id, m.to_location_id, m.lot_id,
       m.serial, m.from_unit_id, m.to_unit_id, m.from_condition, m.to_condition, m.quantity, m.grams, m.expires_on,
       %(reason)s, %(document_kind)s, %(document_id)s, %(actor_kind)s, %(actor_id)s
FROM unnest(%(merchant_id)s::uuid[], %(site_id)s::uuid[], %(sku_id)s::uuid[], %(owner_id)s::uuid[],
            %(from_location_id)s::bigint[], %(to_location_id)s::bigint[], %(lot_id)s::bigint[], %(serial)s::text[],
            %(from_unit_id)s::uuid[], %(to_unit_id)s::uuid[], %(from_condition)s::text[], %(to_condition)s::text[],
            %(quantity)s::bigint[], %(grams)s::bigint[], %(expires_on)s::date[])
    AS m(merchant_id, site_id, sku_id, owner_id, from_location_id, to_location_id, lot_id, serial, from_unit_id,
         to_unit_id, from_condition, to_condition, quantity, grams, expires_on)
"""
