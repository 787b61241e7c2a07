"""A print job is claimed once, ends once, and where nobody knows, a person is asked."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.kernel.states import IllegalTransition
from packhaus.printing.errors import ClaimLost, JobNotFound, NoPrinter, PrinterNotFound, StationNotFound
from packhaus.printing.models import PrintJob
from packhaus.printing.queries.jobs import JobFilter, get_job, list_jobs
from packhaus.printing.services.claim import claim_jobs
from packhaus.printing.services.content import fetch_content
from packhaus.printing.services.delete_old import delete_old_jobs
from packhaus.printing.services.end import confirm_printed, end_claim
from packhaus.printing.services.send import cancel_job, send_again, send_paper
from packhaus.printing.services.setup import save_printer, save_station
from packhaus.printing.types import Document, Paper, PrinterDraft, Work
from tests.concurrency.threads import run_at_once
from tests.harness.cast import Place
from tests.printing.conftest import BENCH, set_printer

TEST = Paper(Document.TEST_LABEL, (BENCH,))
OPERATOR = Scope.operator()


def send(bench: UUID, now: datetime, paper: Paper = TEST) -> UUID:
    return send_paper(scope=OPERATOR, station_id=bench, paper=paper, title="T", now=now, actor=SYSTEM)


def claim(now: datetime, agent: str = "pc", claims: tuple[UUID, ...] = ()) -> Work:
    return claim_jobs(
        scope=OPERATOR, site="LEEDS", station=BENCH, agent=agent, states={"ZD-2": "ready"}, claims=claims, now=now
    )  # fmt: skip


def state_of(job_id: UUID, now: datetime) -> str:
    return get_job(scope=OPERATOR, job_id=job_id, now=now).state


def test_a_job_goes_to_one_agent_prints_once_and_says_so_once(bench: UUID, now: datetime) -> None:
    first, second = send(bench, now), send(bench, now)
    (job,) = claim(now).jobs
    assert (job.id, job.printer) == (first, "ZD-2")
    assert claim(now, "other").jobs == []  # its printer is at work
    assert fetch_content(scope=OPERATOR, job_id=first, claim=job.claim, now=now).data.startswith(b"^XA")
    with pytest.raises(ClaimLost):
        fetch_content(scope=OPERATOR, job_id=first, claim=second, now=now)
    for _ in range(2):
        end_claim(scope=OPERATOR, job_id=first, claim=job.claim, now=now, actor=SYSTEM)
    with pytest.raises(ClaimLost):
        end_claim(scope=OPERATOR, job_id=first, claim=job.claim, failure="refused", now=now, actor=SYSTEM)
    assert state_of(first, now) == "printed"
    assert [one.id for one in claim(now, "other").jobs] == [second]


def test_whoever_waits_is_told_and_prints_elsewhere_once(bench: UUID, leeds: Place, now: datetime) -> None:
    job_id, later = send(bench, now), now + timedelta(seconds=11)
    assert (state_of(job_id, now), state_of(job_id, later)) == ("waiting", "silent")
    other = save_station(scope=OPERATOR, site_id=leeds.id, code="P-2", now=now, actor=SYSTEM)
    there = set_printer(other, now, "ZD-9")
    sheets = set_printer(other, now, "A4", medium="sheet", speaks="pdf")
    with pytest.raises(PrinterNotFound):
        send_again(scope=OPERATOR, job_id=job_id, printer_id=sheets, now=later, actor=SYSTEM)
    again = send_again(scope=OPERATOR, job_id=job_id, printer_id=there, now=later, actor=SYSTEM)
    assert send_again(scope=OPERATOR, job_id=job_id, now=later, actor=SYSTEM) == again
    assert state_of(job_id, later) == "cancelled"
    made = get_job(scope=OPERATOR, job_id=again, now=later)
    assert (made.station_code, made.printer_code, made.copy_number) == ("P-2", "ZD-9", 2)
    assert claim(later).jobs == []  # nothing is left for the first bench


def test_an_agent_that_falls_silent_leaves_the_question_to_a_person(bench: UUID, now: datetime) -> None:
    job_id, waiting = send(bench, now), send(bench, now)
    (job,) = claim(now).jobs
    with pytest.raises(IllegalTransition):
        send_again(scope=OPERATOR, job_id=job_id, now=now, actor=SYSTEM)
    alive = now + timedelta(seconds=25)
    claim(alive, claims=(job.claim,))
    assert state_of(job_id, now + timedelta(seconds=40)) == "claimed"
    late = now + timedelta(seconds=60)
    assert state_of(job_id, late) == "lost"
    assert [one.id for one in claim(late).jobs] == [waiting]  # never the lost one by itself
    again = send_again(scope=OPERATOR, job_id=job_id, now=late, actor=SYSTEM)
    assert get_job(scope=OPERATOR, job_id=job_id, now=late).failure == "given_up"
    with pytest.raises(ClaimLost):
        end_claim(scope=OPERATOR, job_id=job_id, claim=job.claim, now=late, actor=SYSTEM)
    with pytest.raises(IllegalTransition):
        confirm_printed(scope=OPERATOR, job_id=again, now=late, actor=SYSTEM)
    confirm_printed(scope=OPERATOR, job_id=waiting, now=late + timedelta(minutes=1), actor=SYSTEM)
    cancel_job(scope=OPERATOR, job_id=again, now=late, actor=SYSTEM)
    assert delete_old_jobs(now=late + timedelta(days=31)) == 3


def test_two_agents_at_once_never_get_the_same_job(
    committed: dict[str, str], bench: UUID, now: datetime
) -> None:
    expected = set()
    for number in range(3):
        printer_id = set_printer(bench, now, f"X-{number}")
        for _ in range(2):
            job_id = send_paper(
                scope=OPERATOR, station_id=bench, paper=TEST, title="T", printer_id=printer_id, now=now, actor=SYSTEM
            )  # fmt: skip
            expected.add(job_id)
    works = run_at_once(*[partial(claim, now, f"pc-{number}") for number in range(6)])
    taken = [job.id for work in works if isinstance(work, Work) for job in work.jobs]
    assert (len(works), len(taken)) == (6, len(set(taken)))
    assert len(taken) >= 3
    assert set(taken) <= expected


def test_what_cannot_be_printed_is_refused_and_nothing_is_left(
    bench: UUID, acme_scope: Scope, leeds: Place, now: datetime
) -> None:
    with pytest.raises(NoPrinter):
        send(bench, now, Paper(Document.COMMAND_CARD))
    for paper in (
        Paper("poem"), Paper(Document.PLATES, ("x" * 61,)), Paper(Document.PLATES, ("a\nb",)),
        Paper(Document.PLATES, ("P",) * 401), Paper(Document.TEST_LABEL, (BENCH,), "fr"),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            send(bench, now, paper)
    draft = PrinterDraft("ZD-3", "label", "zpl", 8, "raw", "10.0.0.7:9100")
    wrong: list[dict[str, Any]] = [
        {"address": "10.0.0.7"}, {"address": "10.0.0.7:0"}, {"address": "-h:1"}, {"address": "a b:9100"},
        {"reached_by": "queue", "address": "-o raw"}, {"dots_per_mm": 7}, {"code": "zd 3"}, {"medium": "sheet"},
    ]  # fmt: skip
    for changed in wrong:
        values = {name: getattr(draft, name) for name in draft.__slots__} | changed
        with pytest.raises(Invalid):
            save_printer(
                scope=OPERATOR, station_id=bench, draft=PrinterDraft(**values), now=now, actor=SYSTEM
            )
    with pytest.raises(StationNotFound):
        save_station(scope=acme_scope, site_id=leeds.id, code="P-7", now=now, actor=SYSTEM)
    with transaction(OPERATOR):
        assert not PrintJob.objects.exists()


def test_a_stranger_sees_no_job(bench: UUID, beta_scope: Scope, now: datetime) -> None:
    job_id = send(bench, now)
    with pytest.raises(JobNotFound):
        get_job(scope=beta_scope, job_id=job_id, now=now)
    seen = list_jobs(scope=beta_scope, chosen=JobFilter(), now=now, page=PageOf())
    assert seen.rows == []
    with pytest.raises(StationNotFound):
        send_paper(scope=beta_scope, station_id=bench, paper=TEST, title="T", now=now, actor=SYSTEM)
