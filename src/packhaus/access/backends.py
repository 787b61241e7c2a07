"""Sign-in by e-mail address and password, whatever the case of its letters."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class EmailBackend(ModelBackend):
    """Addresses are stored folded; this folds what was typed."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **given: Any,
    ) -> Any:
        typed = username or given.get("email")
        return super().authenticate(
            request, username=typed.strip().casefold() if typed else None, password=password
        )
