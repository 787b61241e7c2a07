"""What became of a job: its agent says so, or a person who looked at the printer."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import IllegalTransition, Transition
from packhaus.printing.errors import ClaimLost
from packhaus.printing.events import PaperEnded
from packhaus.printing.queries.jobs import get_job
from packhaus.printing.services.count import count_paper
from packhaus.printing.states import END_FAILED, END_PRINTED
from packhaus.printing.types import FAILURES, JobRow

_END = """
UPDATE printing_printjob SET status = %(target)s, failure = %(failure)s, ended_at = %(now)s
WHERE id = %(id)s AND status = ANY(%(sources)s::text[]) AND (%(claim)s::uuid IS NULL OR claim = %(claim)s)
RETURNING id
"""
_IS_SAID = """
SELECT EXISTS (
    SELECT FROM printing_printjob WHERE id = %(id)s AND claim = %(claim)s AND status = %(target)s
      AND failure = %(failure)s)
"""


def end_claim(
    *, scope: Scope, job_id: UUID, claim: UUID, failure: str = "", now: datetime, actor: Actor
) -> None:
    """Note what an agent says of its job: printed, or not and why; the same word twice is once.

    Emits: PaperEnded. Raises: JobNotFound, ClaimLost (a person decided meanwhile), Invalid.
    """
    if failure and failure not in FAILURES:
        raise Invalid([FieldProblem("failure", "unknown", f"is one of {', '.join(FAILURES)}")])
    job = get_job(scope=scope, job_id=job_id, now=now)
    step = END_FAILED if failure else END_PRINTED
    with transaction(scope):
        if _end(job, step, failure, claim, now, actor):
            return
        said = {"id": job.id, "claim": claim, "target": step.target, "failure": failure}
        if not rows.fetch_value(_IS_SAID, said):
            raise ClaimLost("the job is no longer this agent's", status=job.status)


def confirm_printed(*, scope: Scope, job_id: UUID, now: datetime, actor: Actor) -> None:
    """Note that a person sees the paper of a job whose agent says nothing any more.

    Emits: PaperEnded. Raises: JobNotFound, IllegalTransition.
    """
    job = get_job(scope=scope, job_id=job_id, now=now)
    with transaction(scope):
        if job.state != "lost" or not _end(job, END_PRINTED, "", None, now, actor):
            raise IllegalTransition(
                "only a job that nothing is heard of is confirmed", transition="confirm", elsewhere={}
            )


def give_up(*, job: JobRow, now: datetime, actor: Actor) -> None:
    """End a job whose agent says nothing any more, in the caller's transaction. Raises: IllegalTransition."""
    if not _end(job, END_FAILED, "given_up", None, now, actor):
        raise IllegalTransition("the job has ended meanwhile", transition="give_up", elsewhere={})


def _end(
    job: JobRow, step: Transition, failure: str, claim: UUID | None, now: datetime, actor: Actor
) -> bool:
    parameters = {
        "id": job.id, "target": step.target, "sources": list(step.sources), "failure": failure, "claim": claim,
        "now": now,
    }  # fmt: skip
    if not rows.fetch_tuples(_END, parameters):
        return False
    if step is END_PRINTED:
        count_paper(scope=Scope.operator(), document=job.document, things=job.things, now=now)
    fact = PaperEnded(
        merchant_id=None, aggregate_id=job.id, document=job.document, status=step.target, failure=failure
    )
    record([fact], happened_at=now, actor=actor)
    return True
