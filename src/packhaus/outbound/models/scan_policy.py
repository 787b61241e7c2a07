"""What a site's floor scans at which work."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import OperatorOwned
from packhaus.kernel.database.checks import is_one_of
from packhaus.outbound.states import SCAN_OPERATIONS, SCAN_PROOFS, SCAN_STARTS


class ScanPolicy(OperatorOwned):
    """One kind of work at one site; a kind without a row is scanned as usual (`queries.scan_policies`)."""

    site_id = models.UUIDField()
    operation = models.CharField(max_length=10)
    begins_with = models.CharField(max_length=5)
    proof = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "operation"], name="a_work_is_scanned_in_one_way"),
            models.CheckConstraint(
                condition=is_one_of("operation", SCAN_OPERATIONS), name="scanned_work_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("begins_with", SCAN_STARTS) & is_one_of("proof", SCAN_PROOFS),
                name="scan_policy_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(operation="receive") | Q(begins_with="item"), name="receiving_begins_with_items"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.begins_with} {self.proof}"
