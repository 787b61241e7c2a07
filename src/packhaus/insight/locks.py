"""Every row lock of insight."""

from collections.abc import Sequence

from packhaus.kernel import rows

_FAILED = """
SELECT id, task_name FROM procrastinate_jobs
WHERE status = 'failed' AND (cardinality(%(ids)s::bigint[]) = 0 OR id = ANY(%(ids)s::bigint[]))
ORDER BY id LIMIT %(most)s FOR NO KEY UPDATE
"""


def lock_failed_jobs(job_ids: Sequence[int], *, most: int) -> list[tuple[int, str]]:
    """Lock failed jobs until commit, these or (none named) any, and return their ids and tasks. Queries: 1."""
    return [(id_, task) for id_, task in rows.fetch_tuples(_FAILED, {"ids": list(job_ids), "most": most})]
