"""Why shipments went with their services."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned


class ServiceChoice(OperatorOwned):
    """Why a shipment's service was chosen, and against which others; what the operator pays is its own affair.

    `version_id`: of the rate card that priced it, none where flat prices did. `rivals` are lists of service, reason
    (empty: only dearer), amount, currency and day of arrival; amounts are minor units, of the runner-up in the
    shipment's currency.
    """

    shipment_id = models.UUIDField(primary_key=True)
    version_id = models.UUIDField(null=True)
    arrives_on = models.DateField(null=True)
    arrive_by = models.DateField(null=True)
    is_late = models.BooleanField(default=False)
    runner_up = models.CharField(max_length=24)
    runner_up_minor = models.BigIntegerField(null=True)
    rivals = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(runner_up="", runner_up_minor__isnull=True)
                | (~Q(runner_up="") & Q(runner_up_minor__isnull=False)),
                name="runner_up_has_a_price",
            ),
        ]

    def __str__(self) -> str:
        return str(self.shipment_id)
