"""Print jobs: the queue, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.printing.errors import JobNotFound
from packhaus.printing.types import LOST_AFTER, SILENT_AFTER, JobRow

_JOBS = """
SELECT j.id, j.document, j.things, j.language, j.title, t.site_id, s.code AS site_code, j.station_id,
       t.code AS station_code, j.printer_id, p.code AS printer_code, p.state AS printer_state, p.medium, j.status,
       CASE WHEN j.status = 'waiting' AND j.asked_at < %(silent_before)s::timestamptz THEN 'silent'
            WHEN j.status = 'claimed' AND j.heard_at < %(lost_before)s::timestamptz THEN 'lost'
            ELSE j.status END AS state,
       j.failure, j.copy_number, j.asked_at, j.asked_by, j.claimed_at, j.claimed_by, j.ended_at, j.again_id
FROM printing_printjob AS j
JOIN printing_printer AS p ON p.id = j.printer_id
JOIN printing_station AS t ON t.id = j.station_id JOIN network_site AS s ON s.id = t.site_id
"""
_ONE = f"{_JOBS} WHERE j.id = %(id)s"
_LIST = f"""
SELECT * FROM ({_JOBS}
    WHERE (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s)
      AND (%(station)s::text = '' OR t.code = %(station)s)
      AND (%(text)s::text = '' OR j.title = %(text)s OR %(text)s = ANY(j.things))
      AND (cardinality(%(ids)s::uuid[]) = 0 OR j.id = ANY(%(ids)s))
) AS listed
WHERE cardinality(%(states)s::text[]) = 0 OR state = ANY(%(states)s)
"""  # noqa: S608 - constants
_KEYS = (Key("asked_at", "timestamptz"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What narrows the queue; `text` is a title or one of the things that are printed."""

    site_id: UUID | None = None
    station: str = ""
    states: Sequence[str] = ()
    text: str = ""
    ids: Sequence[UUID] = ()


def _read_moments(now: datetime) -> dict[str, datetime]:
    return {"silent_before": now - SILENT_AFTER, "lost_before": now - LOST_AFTER}


def list_jobs(*, scope: Scope, chosen: JobFilter, now: datetime, page: PageOf) -> Page[JobRow]:
    """Return print jobs by when they were asked for. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id, "station": chosen.station, "states": list(chosen.states), "text": chosen.text,
        "ids": list(chosen.ids), **_read_moments(now),
    }  # fmt: skip
    with transaction(scope):
        return fetch_page(JobRow, _LIST, parameters, keys=_KEYS, page=page)


def get_job(*, scope: Scope, job_id: UUID, now: datetime) -> JobRow:
    """Return a print job as it is now. Queries: 1. Raises: JobNotFound."""
    with transaction(scope):
        found = rows.find_row(JobRow, _ONE, {"id": job_id, **_read_moments(now)})
    if found is None:
        raise JobNotFound("there is no such print job")
    return found
