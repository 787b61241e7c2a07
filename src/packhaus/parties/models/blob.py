"""Bytes about a person (labels, photos, documents) that expire."""

from django.db import models

from packhaus.access.models import MerchantOwned
from packhaus.kernel.ids import new_id


class Blob(MerchantOwned):
    """One document keyed by its subject; upkeep deletes it when it has expired."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=24)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["contact_id"], name="blob_by_subject"),
            models.Index(fields=["expires_at"], name="blob_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
