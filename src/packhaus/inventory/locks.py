"""Every row lock of inventory, as the end of the statement that takes it.

Global order: counts, orders, lines, holds, hold lines, site stock, balances. Never key locks: nothing references these
rows by a column that changes.
"""

SITE_STOCK_IN_ORDER = "ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s"

BALANCES_IN_ORDER = "ORDER BY b.id FOR NO KEY UPDATE OF b"

UNITS_IN_ORDER = "ORDER BY u.id FOR NO KEY UPDATE OF u"

HOLDS_IN_ORDER = "ORDER BY h.id FOR NO KEY UPDATE OF h"

# Sweeps of expired carts share the work; a cart that a loss is taking units out of ends in the next sweep.
SOME_HOLDS = "ORDER BY h.id LIMIT 1000 FOR NO KEY UPDATE OF h SKIP LOCKED"

HOLD_LINES_IN_ORDER = "ORDER BY l.hold_id, l.id FOR NO KEY UPDATE OF l"

# The hold first, as it is locked where it ends: a line of a cart that has just ended has nothing to give.
OPEN_HOLD_LINES_IN_ORDER = "ORDER BY l.hold_id, l.id FOR NO KEY UPDATE OF h, l"

COUNTS_IN_ORDER = "ORDER BY c.id FOR NO KEY UPDATE OF c"

# Who takes the next walk to a bin passes over those that somebody is taking, or whose count somebody decides on.
NEXT_COUNT = "ORDER BY t.priority, l.walk_sequence, t.id LIMIT 1 FOR NO KEY UPDATE OF c, t SKIP LOCKED"
