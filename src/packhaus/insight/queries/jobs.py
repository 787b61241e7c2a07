"""Jobs: what waits, what runs, what failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

SHOWN = 100

_COUNTS = """
SELECT j.task_name AS task,
       count(*) FILTER (WHERE j.status = 'todo') AS waiting,
       count(*) FILTER (WHERE j.status = 'doing') AS running,
       count(*) FILTER (WHERE j.status = 'failed') AS failed,
       min(coalesce(j.scheduled_at, e.at)) FILTER (WHERE j.status = 'todo') AS next_at
FROM procrastinate_jobs AS j
LEFT JOIN LATERAL (
    SELECT at FROM procrastinate_events WHERE job_id = j.id ORDER BY id DESC LIMIT 1
) AS e ON true
WHERE j.status IN ('todo', 'doing', 'failed')
GROUP BY j.task_name
ORDER BY count(*) FILTER (WHERE j.status = 'failed') DESC, j.task_name
"""
_FAILED = """
SELECT j.id, j.task_name AS task, j.args, j.attempts, e.at AS failed_at
FROM procrastinate_jobs AS j
LEFT JOIN LATERAL (
    SELECT at FROM procrastinate_events WHERE job_id = j.id AND type = 'failed' ORDER BY id DESC LIMIT 1
) AS e ON true
WHERE j.status = 'failed'
ORDER BY e.at DESC NULLS LAST, j.id DESC
LIMIT %(shown)s
"""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Jobs of one task that are not done; `next_at` is when the next of them is due."""

    task: str
    waiting: int
    running: int
    failed: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJobRow:
    """A job that was given up; its arguments are ids and codes."""

    id: int
    task: str
    args: dict[str, Any]
    attempts: int
    failed_at: datetime | None

    @property
    def told_args(self) -> str:
        """The arguments in one line."""
        return ", ".join(f"{name}={value}" for name, value in self.args.items())[:200]


def list_tasks(scope: Scope) -> list[TaskRow]:
    """Return every task with jobs that are not done, failing ones first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(TaskRow, _COUNTS)


def list_failed_jobs(scope: Scope) -> list[FailedJobRow]:
    """Return the jobs that failed last, at most SHOWN. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(FailedJobRow, _FAILED, {"shown": SHOWN})
