"""What an Idempotency-Key did: a hash, a status and the ids made, never a body."""

from django.db import models

from packhaus.access.models import Shared
from packhaus.access.models.api_key import ApiKey


class IdempotencyRecord(Shared):
    """One key of one caller on one route; kept 30 days."""

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    request_sha256 = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(null=True)
    created_ids = models.JSONField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["api_key", "route", "key"], name="idempotency_key_is_used_once_per_route"
            )
        ]
        indexes = [models.Index(fields=["recorded_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
