"""Give a journal that came from another server transaction numbers of this one."""

import psycopg

# Source: PostgreSQL, access/transam.h: FirstNormalTransactionId. Below every transaction that will ever run here.
_OLDEST = "3"
_IS_AHEAD = """
SELECT greatest((SELECT max(xid) FROM journal_entry), (SELECT max(transaction)::text::xid8 FROM journal_subscription))
       >= pg_snapshot_xmin(pg_current_snapshot())
"""
# A subscriber goes back to before its first unread entry, in the order of ids. What it has read beyond is read again:
# handlers are idempotent, and it is only what ran at the same time as the position was saved.
_MOVE_POSITIONS = """
UPDATE journal_subscription AS s
SET transaction = %(oldest)s::bigint,
    entry = coalesce(
        (SELECT min(e.id) - 1 FROM journal_entry AS e WHERE (e.xid, e.id) > (s.transaction::text::xid8, s.entry)),
        (SELECT max(e.id) FROM journal_entry AS e),
        0
    )
"""
_RENUMBER = "UPDATE journal_entry SET xid = %(oldest)s::xid8"


def rebase_journal(owner: psycopg.Connection) -> bool:
    """Renumber a restored journal whose transactions lie in this server's future; return whether it had to.

    Without it nobody would read what is recorded from now on: its numbers would stand before every saved position.
    Runs as the owner in its own transaction, before anybody else uses the database. Cost: rewrites the journal.
    """
    with owner.transaction():
        row = owner.execute(_IS_AHEAD).fetchone()
        if row is None or not row[0]:
            return False
        owner.execute(_MOVE_POSITIONS, {"oldest": _OLDEST})
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        owner.execute(_RENUMBER, {"oldest": _OLDEST})
        owner.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
    return True
