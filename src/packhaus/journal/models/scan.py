"""Scans that have taken effect."""

from django.db import models

from packhaus.access.models.bases import OperatorOwned


class Scan(OperatorOwned):
    """An effect of a scan or a tap on the floor; kept for ever, so that one sent again much later still counts once.

    Picks and receipts keep theirs with their own rows.
    """

    device = models.CharField(max_length=40)
    client_id = models.CharField(max_length=60)
    operation = models.CharField(max_length=16)
    document_id = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "client_id"], name="scan_counts_once_per_device")
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.client_id}"
