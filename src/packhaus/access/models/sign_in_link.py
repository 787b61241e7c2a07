"""Links by mail with which a person sets a password."""

import hashlib
import hmac
from datetime import datetime

from django.db import models

from packhaus.access.models.bases import Shared
from packhaus.access.models.user import User
from packhaus.access.types import LinkPurpose
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


def hash_link_token(token: str) -> bytes:
    """Return what is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


class SignInLink(Shared):
    """An invitation, or the answer to a forgotten password. Read before any scope is known.

    The token is made by the job that mails it and is kept as SHA-256: no row and no job ever holds a link that works.
    Without a user it is the answer to somebody who named an unknown address: it takes as long, and mails nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    purpose = models.CharField(max_length=16)
    token_sha256 = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("purpose", [purpose.value for purpose in LinkPurpose]),
                name="sign_in_link_purpose_is_known",
            )
        ]
        indexes = [
            models.Index(fields=["user", "created_at"], name="sign_in_link_by_user"),
            models.Index(fields=["created_at"], name="sign_in_link_by_age"),
        ]

    def opens_with(self, token: str, purpose: LinkPurpose, now: datetime) -> bool:
        """Tell whether this token opens it now, for a person who is let in at all."""
        return (
            self.user is not None
            and self.user.is_active
            and self.purpose == purpose.value
            and self.ended_at is None
            and now < self.expires_at
            and self.token_sha256 is not None
            and hmac.compare_digest(bytes(self.token_sha256), hash_link_token(token))
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.user_id}"
