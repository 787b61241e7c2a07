"""Send paper to a printer, once more, elsewhere, or not after all."""

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.states import IllegalTransition, apply_transition
from packhaus.printing.errors import NoPrinter, PrinterNotFound
from packhaus.printing.events import PaperEnded, PaperSent
from packhaus.printing.queries.jobs import get_job
from packhaus.printing.queries.stations import get_printer, get_station, list_fitting
from packhaus.printing.services.end import give_up
from packhaus.printing.states import CANCEL_JOB
from packhaus.printing.types import (
    DOCUMENTS,
    LANGUAGES,
    MOST_THINGS,
    THING_LENGTH,
    JobRow,
    Paper,
    PrinterRow,
)

TABLE = "printing_printjob"
TITLE_LENGTH = 60
_PLAIN = re.compile(r"[^\x00-\x1f\x7f]*")

_SEND = """
INSERT INTO printing_printjob (id, station_id, printer_id, document, things, language, title, copy_number, status,
    asked_at, asked_by)
VALUES (%(id)s, %(station_id)s, %(printer_id)s, %(document)s, %(things)s::text[], %(language)s, %(title)s,
    %(copy_number)s, 'waiting', %(now)s, %(asked_by)s)
"""
# What follows a job is noted on it once: who presses twice gets one more copy, not two.
_FOLLOW = """
UPDATE printing_printjob SET again_id = %(again_id)s WHERE id = %(id)s AND again_id IS NULL RETURNING id
"""
_END = "UPDATE printing_printjob SET ended_at = %(now)s WHERE id = %(id)s"


def find_printer(
    *, scope: Scope, station_id: UUID, paper: Paper, wanted_id: UUID | None = None
) -> PrinterRow | None:
    """Return the printer of a station for a paper: the one that is wanted, else its own first; None without one.

    One of another station has to be wanted by name. Queries: 1.
    """
    fitting = list_fitting(scope=scope, station_id=station_id, medium=paper.medium)
    if wanted_id:
        return next((one for one in fitting if one.id == wanted_id), None)
    return next((one for one in fitting if one.station_id == station_id), None)


def send_paper(
    *,
    scope: Scope,
    station_id: UUID,
    paper: Paper,
    title: str,
    printer_id: UUID | None = None,
    now: datetime,
    actor: Actor,
) -> UUID:
    """Send paper to a printer with the right medium and return its job's id; the agent of its station takes it.

    Emits: PaperSent. Queries: 4. Raises: Invalid, StationNotFound, NoPrinter.
    """
    problems = list(_check(paper, title))
    if problems:
        raise Invalid(problems)
    get_station(scope=scope, station_id=station_id)
    printer = find_printer(scope=scope, station_id=station_id, paper=paper, wanted_id=printer_id)
    if printer is None:
        raise NoPrinter("no printer of the station has this paper in it", medium=paper.medium)
    job_id = new_id()
    with transaction(scope):
        _write(job_id, printer, paper, title, 1, now, actor)
    return job_id


def send_again(
    *, scope: Scope, job_id: UUID, printer_id: UUID | None = None, now: datetime, actor: Actor
) -> UUID:
    """Print a job once more, on its printer or on another one of the site, and return the new job's id; twice is once.

    A job that still waits is taken back, one whose agent says nothing any more is given up: a late word of that agent
    is refused. One that an agent is at stays with it. Locks: the job. Emits: PaperSent, PaperEnded.
    Raises: JobNotFound, PrinterNotFound, NoPrinter, IllegalTransition (an agent is at it).
    """
    job = get_job(scope=scope, job_id=job_id, now=now)
    if job.again_id:
        return job.again_id
    paper = Paper(job.document, tuple(job.things), job.language)
    printer = _choose(scope, job, paper, printer_id)
    if job.state == "claimed":
        raise IllegalTransition("an agent is printing it", transition="print_again", elsewhere={})
    again_id = new_id()
    with transaction(scope):
        if not rows.fetch_tuples(_FOLLOW, {"id": job.id, "again_id": again_id}):
            return get_job(scope=scope, job_id=job_id, now=now).again_id or job.id
        if job.status == "waiting":
            _cancel(job, now, actor)
        elif job.status == "claimed":
            give_up(job=job, now=now, actor=actor)
        _write(again_id, printer, paper, job.title, job.copy_number + 1, now, actor)
    return again_id


def cancel_job(*, scope: Scope, job_id: UUID, now: datetime, actor: Actor) -> None:
    """Take back a job that no agent has taken. Emits: PaperEnded. Raises: JobNotFound, IllegalTransition."""
    job = get_job(scope=scope, job_id=job_id, now=now)
    with transaction(scope):
        _cancel(job, now, actor)


def _choose(scope: Scope, job: JobRow, paper: Paper, wanted_id: UUID | None) -> PrinterRow:
    """Return where a job is printed again: nobody else's site, and a printer that is switched on."""
    printer = find_printer(
        scope=scope, station_id=job.station_id, paper=paper, wanted_id=wanted_id or job.printer_id
    )
    if printer is None and wanted_id:
        get_printer(scope=scope, printer_id=wanted_id)
        raise PrinterNotFound("the printer is of another site, is off, or has other paper in it")
    if printer is None:
        raise NoPrinter("the printer is switched off", medium=paper.medium)
    return printer


def _cancel(job: JobRow, now: datetime, actor: Actor) -> None:
    apply_transition(CANCEL_JOB, table=TABLE, ids=[job.id])
    rows.execute(_END, {"id": job.id, "now": now})
    fact = PaperEnded(
        merchant_id=None, aggregate_id=job.id, document=job.document, status="cancelled", failure=""
    )
    record([fact], happened_at=now, actor=actor)


def _write(
    job_id: UUID, printer: PrinterRow, paper: Paper, title: str, copy_number: int, now: datetime, actor: Actor
) -> None:
    rows.execute(
        _SEND,
        {
            "id": job_id, "station_id": printer.station_id, "printer_id": printer.id, "document": paper.document,
            "things": list(paper.things), "language": paper.language, "title": title, "copy_number": copy_number,
            "now": now, "asked_by": actor.id[:40],
        },
    )  # fmt: skip
    fact = PaperSent(
        merchant_id=None, aggregate_id=job_id, document=paper.document, printer=printer.code, copy_number=copy_number
    )  # fmt: skip
    record([fact], happened_at=now, actor=actor)


def _check(paper: Paper, title: str) -> Iterator[FieldProblem]:
    if paper.document not in DOCUMENTS:
        yield FieldProblem("document", "unknown", f"is one of {', '.join(DOCUMENTS)}")
    if len(paper.things) > MOST_THINGS:
        yield FieldProblem("things", "length", "are 400 at most")
    if any(len(one) > THING_LENGTH or not _PLAIN.fullmatch(one) for one in paper.things):
        yield FieldProblem("things", "format", "are codes and ids of at most 60 characters")
    if paper.language not in LANGUAGES:
        yield FieldProblem("language", "unknown", "is one of en, de, id")
    if len(title) > TITLE_LENGTH or not _PLAIN.fullmatch(title):
        yield FieldProblem("title", "format", "is a number or code of at most 60 characters")
