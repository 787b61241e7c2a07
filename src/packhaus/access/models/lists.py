"""How a person works with lists: views with a name, their order, and what was done to many rows at once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.access.models.bases import OperatorOwned
from packhaus.access.models.user import User
from packhaus.kernel.ids import new_id


class SavedView(OperatorOwned):
    """A list's address with a name. Without an owner it is everybody's; who made it may change it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "owner", "name"], nulls_distinct=False, name="view_name_is_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.name}"


class ViewOrder(OperatorOwned):
    """In which order a person wants the views of a list; what is not named comes after."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    keys = ArrayField(models.CharField(max_length=40))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="views_are_ordered_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.user_id}"


class BulkRun(OperatorOwned):
    """One action on many rows of a list, in chunks that commit one by one: how far it is, what was refused.

    `query` and `after_key` say where it goes on; `changed` is what an undo takes back, `before` what these
    rows had where it puts something back. Codes, ids and figures, never people.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    action = models.CharField(max_length=24)
    values = models.JSONField(default=dict)
    query = models.CharField(max_length=2000)
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    changed = ArrayField(models.CharField(max_length=60), default=list)
    before = models.JSONField(default=dict, db_default={})
    refused = models.JSONField(default=list)
    refused_count = models.IntegerField(default=0)
    notes = models.JSONField(default=list)
    after_key = models.CharField(max_length=400, default="")
    is_finished = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "started_at"], name="bulk_run_by_owner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done__gte=0, refused_count__gte=0), name="bulk_run_counts_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.done}/{self.total}"
