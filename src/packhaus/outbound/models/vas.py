"""Value-added services as they are done."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.outbound.states import VAS_STATUSES


class VasTask(MerchantOwned):
    """One option done to a line of a fulfillment order, or (without a line) to the whole of it.

    What nobody has begun has no row: what is wanted follows from the order and the merchant's rules until it is done.
    `minutes` is what the option says that all `quantity` of it should take.
    """

    fulfillment_id = models.UUIDField()
    option_id = models.UUIDField()
    line_id = models.BigIntegerField(null=True)
    site_id = models.UUIDField()
    quantity = models.BigIntegerField()
    minutes = models.IntegerField()
    status = models.CharField(max_length=7)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=40, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fulfillment_id", "option_id", "line_id"],
                nulls_distinct=False,
                name="vas_is_done_once_per_line",
            ),
            models.CheckConstraint(condition=is_one_of("status", VAS_STATUSES), name="vas_status_is_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, minutes__gte=0), name="vas_task_does_something"
            ),
            models.CheckConstraint(
                condition=Q(status="claimed", claimed_by__isnull=False, done_at__isnull=True)
                | Q(status="done", done_at__isnull=False),
                name="vas_task_is_somebodys_or_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fulfillment_id} {self.option_id}"
