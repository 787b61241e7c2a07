"""Files that came in, how far they got, and what was refused."""

from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class ImportRun(MerchantOwned):
    """One file, known by its hash: the same file again resumes or repeats nothing.

    `line_count` is 0 until the file was read through once; `problem` is why it failed, for people;
    `encoding` is what somebody said it is written in, empty when it is to be found out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    file_name = models.CharField(max_length=120)
    file_sha256 = models.BinaryField(max_length=32)
    state = models.CharField(max_length=12, default="running")
    next_line = models.BigIntegerField(default=2)
    rows = models.BigIntegerField(default=0)
    taken = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    line_count = models.BigIntegerField(default=0)
    encoding = models.CharField(max_length=8, default="", db_default="")
    problem = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "kind", "file_sha256"], name="file_is_imported_once"
            ),
            models.CheckConstraint(
                condition=is_one_of("state", ["queued", "running", "done", "failed", "cancelled"]),
                name="import_state_is_known",
            ),
        ]
        indexes = [models.Index(fields=["merchant_id", "-started_at", "-id"], name="import_newest_first")]

    def __str__(self) -> str:
        return self.file_name


class ImportReject(MerchantOwned):
    """A line that was not taken and why; its content stays in the file it came from."""

    run = OwnedForeignKey(ImportRun, related_name="rejects")
    line = models.BigIntegerField()
    column = models.CharField(max_length=40, default="")
    code = models.CharField(max_length=32)
    message = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["run", "line", "id"], name="reject_by_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.code}"
