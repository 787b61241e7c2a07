"""Where half-done work was put down."""

from django.db import models

from packhaus.access.models import OperatorOwned
from packhaus.inventory.models.location import Location
from packhaus.inventory.types import PARKED_KINDS
from packhaus.kernel.database.checks import is_one_of


class ParkedWork(OperatorOwned):
    """The cart or the goods of a task that a person has begun and put down at a place, for whoever goes on with it.

    `kind` and `key` name the task; it waits like any other. The row goes when the goods are taken up again.
    """

    kind = models.CharField(max_length=9)
    key = models.CharField(max_length=80)
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    parked_by = models.UUIDField()
    parked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="work_is_parked_in_one_place"),
            models.CheckConstraint(condition=is_one_of("kind", PARKED_KINDS), name="parked_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
