"""What a person has beside the password: a device that counts time with us, and codes on paper for when it is lost."""

from django.db import models

from packhaus.access.models.bases import Shared
from packhaus.access.models.user import User


class SecondFactor(Shared):
    """The secret that a person's device shares with us, sealed with the installation's key; in force once confirmed.

    Read before any scope is known. `last_step` is the thirty seconds of the code used last: no code counts twice.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed_secret = models.BinaryField(max_length=255)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.SmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(Shared):
    """A code for once, shown once and kept as SHA-256 (80 random bits need no slow hash)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_sha256 = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code_sha256"], name="recovery_code_is_one_per_person")
        ]

    def __str__(self) -> str:
        return str(self.user_id)
