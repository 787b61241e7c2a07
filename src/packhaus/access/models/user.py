"""People who sign in, and what they may do for whom."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models
from django.utils.crypto import salted_hmac

from packhaus.access.models.bases import Shared
from packhaus.access.models.merchant import Merchant
from packhaus.access.types import Role
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id

_SESSION_SALT = "packhaus.access.session"


class User(AbstractBaseUser, Shared):
    """A person with an account; a shopper never is one. Read before any scope is known, so no RLS."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="en")
    theme = models.CharField(max_length=6, default="system")
    density = models.CharField(max_length=11, default="comfortable")
    has_shortcuts = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    session_generation = models.IntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("language", ["en", "de", "id"]), name="user_language_is_spoken_here"
            ),
            models.CheckConstraint(
                condition=is_one_of("theme", ["light", "dark", "system"]), name="user_theme_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie sessions to the generation too: a new one ends them all without a new password."""
        text = f"{self.password} {self.session_generation}"
        return salted_hmac(_SESSION_SALT, text, secret=secret, algorithm="sha256").hexdigest()


class Membership(Shared):
    """A role of a person: with the operator (no merchant), or with one merchant."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "merchant", "role"], nulls_distinct=False, name="membership_is_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role="merchant", merchant__isnull=False)
                | (~models.Q(role="merchant") & models.Q(merchant__isnull=True)),
                name="only_merchant_role_names_a_merchant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
