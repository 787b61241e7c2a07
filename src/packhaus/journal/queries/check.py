"""What must be true of the journal and of every table partitioned by month."""

from packhaus.kernel.differences import Check

# The runtime role may not read a partition by its own name; its size says as much.
_DEFAULT_PARTITIONS = """
SELECT c.relname AS key, 'empty' AS expected, pg_relation_size(c.oid) || ' bytes' AS found
FROM pg_inherits AS i
JOIN pg_class AS c ON c.oid = i.inhrelid
WHERE pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' AND pg_relation_size(c.oid) > 0
"""

_POSITIONS = """
SELECT s.name AS key, 'below transaction ' || pg_snapshot_xmax(pg_current_snapshot())::text AS expected,
       s.transaction::text AS found
FROM journal_subscription AS s
WHERE s.transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""

# After a restore into another server; see `journal.services.rebase`.
_FUTURE = """
SELECT 'entry ' || e.id AS key, 'a transaction below ' || pg_snapshot_xmax(pg_current_snapshot())::text AS expected,
       e.xid::text AS found
FROM journal_entry AS e
WHERE e.xid >= pg_snapshot_xmax(pg_current_snapshot()) AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
"""

_PARKED = """
SELECT p.subscription_id || ' entry ' || p.entry AS key, 'an entry' AS expected, NULL AS found
FROM journal_parkedentry AS p
WHERE NOT EXISTS (
    SELECT FROM journal_entry AS e WHERE e.recorded_on = p.recorded_on AND e.id = p.entry
)
"""

# An address or a telephone number; a test also looks for words.
_PEOPLE = """
SELECT e.kind || ' entry ' || e.id AS key, 'ids and codes' AS expected, 'an address or a telephone number' AS found
FROM journal_entry AS e
WHERE e.data::text ~ '@|"[+][1-9][0-9]{6,14}"' OR e.actor_id ~ '@'
"""

CHECKS = (
    Check("every month has its partition", _DEFAULT_PARTITIONS),
    Check("no subscriber has read the future", _POSITIONS),
    Check("no entry stands in the future", _FUTURE),
    Check("parked entries exist", _PARKED),
    Check("facts name nobody", _PEOPLE),
)
