"""Set a poison entry aside with everything that follows on its aggregate; other aggregates go on."""

import traceback
from collections.abc import Sequence
from pathlib import Path

from packhaus.journal.types import EntryRow
from packhaus.kernel import rows

BEHIND = "waits behind a parked entry"

_PARK = """
INSERT INTO journal_parkedentry (subscription_id, recorded_on, entry, aggregate_id, error, attempts, parked_at)
SELECT %(name)s, p.recorded_on, p.entry, p.aggregate_id, %(error)s::text, 1, clock_timestamp()
FROM unnest(%(recorded_ons)s::date[], %(entries)s::bigint[], %(aggregate_ids)s::text[])
     AS p(recorded_on, entry, aggregate_id)
ON CONFLICT (subscription_id, entry) DO UPDATE SET attempts = journal_parkedentry.attempts + 1, error = excluded.error
"""

_UNPARK = "DELETE FROM journal_parkedentry WHERE subscription_id = %(name)s AND entry = %(entry)s"


def park_entries(*, name: str, entries: Sequence[EntryRow], error: str) -> None:
    """Park entries, or count another attempt on those that are parked already. Queries: 1 (0 without entries)."""
    if entries:
        rows.execute(
            _PARK,
            {
                "name": name,
                "error": error,
                "recorded_ons": [entry.recorded_on for entry in entries],
                "entries": [entry.id for entry in entries],
                "aggregate_ids": [entry.aggregate_id for entry in entries],
            },
        )


def unpark_entry(*, name: str, entry: EntryRow) -> None:
    """Take an entry that was handled at last out of the park. Queries: 1."""
    rows.execute(_UNPARK, {"name": name, "entry": entry.id})


def describe_error(error: BaseException) -> str:
    """Name an error by its class and place, never by its message, which may quote a person's data. Queries: 0."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"[:120]
