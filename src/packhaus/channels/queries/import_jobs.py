"""Imports that somebody may be waiting for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# What went wrong stays in sight until the next day.
FAILED_SHOWN = timedelta(days=1)
SHOWN_AT_MOST = 20

_JOBS = """
SELECT r.id, m.code AS merchant_code, r.file_name, r.state, greatest(r.next_line - 1, 0) AS lines_done,
       r.line_count, r.problem
FROM channels_importrun AS r JOIN access_merchant AS m ON m.id = r.merchant_id
WHERE (r.state IN ('queued', 'running') OR (r.state IN ('failed', 'cancelled') AND r.finished_at > %(since)s))
  AND (%(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s)
ORDER BY r.started_at, r.id LIMIT %(at_most)s
"""


@dataclass(frozen=True, slots=True)
class ImportJob:
    """How far an import is. Units: lines of the file; `line_count` is 0 until it was read through once."""

    id: UUID
    merchant_code: str
    file_name: str
    state: str
    lines_done: int
    line_count: int
    problem: str

    @property
    def is_active(self) -> bool:
        return self.state in {"queued", "running"}


def list_import_jobs(scope: Scope, *, now: datetime, merchant_id: UUID | None = None) -> list[ImportJob]:
    """Return imports that wait or run, and those that failed or were stopped within a day, oldest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(
            ImportJob,
            _JOBS,
            {"since": now - FAILED_SHOWN, "merchant_id": merchant_id, "at_most": SHOWN_AT_MOST},
        )
