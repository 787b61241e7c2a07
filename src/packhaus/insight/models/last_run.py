"""When the installation was last looked after, and what came of it."""

from django.db import models

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of


class LastRun(OperatorOwned):
    """The newest check, backup, restore or upkeep: one row each, for the Health page and the metrics."""

    kind = models.CharField(max_length=12, primary_key=True)
    happened_at = models.DateTimeField()
    is_good = models.BooleanField()
    seconds = models.FloatField()
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("kind", ["check", "backup", "restore", "upkeep"]),
                name="kind_of_run_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.kind
