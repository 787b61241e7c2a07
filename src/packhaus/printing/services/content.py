"""What a claimed job prints, in the language of its printer."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.printing.errors import ClaimLost
from packhaus.printing.queries.jobs import get_job
from packhaus.printing.services.render import render_paper, render_zpl
from packhaus.printing.types import Paper

_CLAIMED = """
SELECT p.speaks, p.dots_per_mm FROM printing_printjob AS j JOIN printing_printer AS p ON p.id = j.printer_id
WHERE j.id = %(id)s AND j.claim = %(claim)s AND j.status = 'claimed'
"""


class Content(NamedTuple):
    """Bytes for a printer, as ZPL or PDF."""

    speaks: str
    data: bytes


def fetch_content(*, scope: Scope, job_id: UUID, claim: UUID, now: datetime) -> Content:
    """Draw a claimed job; nobody but the agent that took it sees it. Drawing happens outside of a transaction.

    Raises: JobNotFound, ClaimLost, and as `render_paper` where what it prints is gone.
    """
    job = get_job(scope=scope, job_id=job_id, now=now)
    with transaction(scope):
        found = rows.fetch_tuples(_CLAIMED, {"id": job_id, "claim": claim})
    if not found:
        raise ClaimLost("the job is no longer this agent's", status=job.status)
    speaks, dots_per_mm = found[0]
    paper = Paper(job.document, tuple(job.things), job.language)
    if speaks == "zpl":
        return Content(speaks, render_zpl(scope=scope, paper=paper, dots_per_mm=dots_per_mm, now=now))
    return Content(speaks, render_paper(scope=scope, paper=paper, now=now))
