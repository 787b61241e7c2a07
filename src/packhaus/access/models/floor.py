"""Devices of the floor, and how people sign in there: by badge, or by a PIN when it is lost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhaus.access.models.bases import Shared
from packhaus.access.models.user import User
from packhaus.kernel.ids import new_id


class FloorDevice(Shared):
    """A scanner or a station, paired once by a lead; its cookie holds the token, we the SHA-256 of it.

    `kept` scans wait on it for the network, the oldest since `kept_since`. The site lies above this app: an id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_id = models.UUIDField()
    name = models.CharField(max_length=40)
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    paired_at = models.DateTimeField()
    paired_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    kept = models.IntegerField(default=0)
    kept_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kept__gte=0), name="kept_scans_are_not_negative")
        ]

    def __str__(self) -> str:
        return self.name


class FloorPerson(Shared):
    """How a person signs in on the floor, and for which kinds of work; null kinds are all of them.

    The badge is kept as SHA-256 (100 random bits need no slow hash), the PIN by the slow hash of passwords.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    badge_sha256 = models.BinaryField(max_length=32, null=True, unique=True)
    badge_made_at = models.DateTimeField(null=True)
    pin = models.CharField(max_length=128, default="")
    failures = models.SmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)
    kinds = ArrayField(models.CharField(max_length=16), null=True)

    def __str__(self) -> str:
        return str(self.user_id)
