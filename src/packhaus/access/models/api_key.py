"""Keys for programs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.access.models.bases import Shared
from packhaus.access.models.merchant import Merchant
from packhaus.kernel.ids import new_id


class ApiKey(Shared):
    """A key shown once and kept as SHA-256 (256 random bits need no slow hash). Read before any scope is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=24))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.prefix
