"""Print jobs: which paper, on which printer, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id
from packhaus.printing.models.station import Printer, Station
from packhaus.printing.states import JOB_STATUSES
from packhaus.printing.types import DOCUMENTS, FAILURES, THING_LENGTH


class PrintJob(OperatorOwned):
    """One piece of paper for one printer. It holds what to print by ids; the paper is drawn when an agent fetches it.

    `claim` is drawn anew by the agent that takes it, `heard_at` is when that agent last said that it is at it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", db_index=False)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.CharField(max_length=16)
    things = ArrayField(models.CharField(max_length=THING_LENGTH))
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=60)
    copy_number = models.IntegerField(default=1)
    status = models.CharField(max_length=9, default="waiting")
    failure = models.CharField(max_length=12, default="", db_default="")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=40, default="", db_default="")
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    again_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", JOB_STATUSES), name="print_job_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("document", DOCUMENTS), name="print_job_document_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(status="failed") & is_one_of("failure", FAILURES))
                | (~Q(status="failed") & Q(failure="")),
                name="failed_print_job_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", claim__isnull=True) | ~Q(status="waiting"),
                name="waiting_print_job_is_nobodys",
            ),
            models.CheckConstraint(condition=Q(copy_number__gte=1), name="print_job_counts_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["station", "id"],
                condition=Q(status__in=["waiting", "claimed"]),
                name="print_job_to_do",
            ),
            models.Index(fields=["asked_at", "id"], name="print_job_by_time"),
        ]

    def __str__(self) -> str:
        return self.title
