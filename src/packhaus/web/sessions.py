"""Signing somebody in: one way, whether by password, by code or by a link from a mail."""

from typing import Any
from uuid import UUID

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from packhaus.access.queries.sign_in import find_person
from packhaus.web.preferences import set_preferences

BACKEND = "packhaus.access.backends.EmailBackend"
VERIFIED = "has_second_factor"
PENDING = "waits_for_second_factor"
PENDING_SECONDS = 600


def open_session(request: HttpRequest, user: Any, *, is_verified: bool) -> None:
    """Sign a person in. The session gets a new name, the form token a new value: the old ones are worth nothing."""
    login(request, user, backend=BACKEND)
    request.session[VERIFIED] = is_verified


def keep_session(request: HttpRequest, user_id: UUID, *, is_verified: bool | None = None) -> None:
    """Let this session live on after the person's password or second factor has changed; the others end."""
    person = find_person(user_id)
    assert person is not None
    update_session_auth_hash(request, person)
    if is_verified is not None:
        request.session[VERIFIED] = is_verified


def wait_for_second_factor(request: HttpRequest, user: Any, *, now: float, target: str) -> None:
    """Remember who gave the right password, and which it was; nobody is signed in yet."""
    request.session.flush()
    request.session[PENDING] = {
        "user": str(user.pk), "hash": user.get_session_auth_hash(), "since": now, "target": target,
    }  # fmt: skip


def find_waiting(request: HttpRequest, *, now: float) -> tuple[Any, str] | None:
    """Return who waits for the second factor and where to go then, or None when nobody does, or too long.

    Whose password was changed meanwhile, or whose sessions were ended, starts again.
    """
    pending = request.session.get(PENDING)
    if not pending or not 0 <= now - pending["since"] <= PENDING_SECONDS:
        return None
    user = find_person(UUID(pending["user"]))
    if user is None or not constant_time_compare(pending.get("hash", ""), user.get_session_auth_hash()):
        return None
    return user, pending["target"]


def take_preferences(request: HttpRequest, response: HttpResponse, user: Any) -> HttpResponse:
    """Take the person's own language, theme and density to this browser."""
    set_preferences(request, response, _find_preferences(user))
    return response


def _find_preferences(user: Any) -> dict[str, str]:
    known = {name: getattr(user, name, "") for name in ("language", "theme", "density")}
    shortcuts = "on" if getattr(user, "has_shortcuts", True) else "off"
    return {**{name: value for name, value in known.items() if value}, "shortcuts": shortcuts}
