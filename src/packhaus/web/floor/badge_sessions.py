"""Sessions that a badge opened: on a paired device, on the floor only, and over after half an hour of nothing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from packhaus.access.queries.floor import DeviceRow, find_device
from packhaus.access.queries.sign_in import find_person
from packhaus.web.preferences import set_preferences
from packhaus.web.sessions import open_session, take_preferences

DEVICE_COOKIE = "packhaus_device"
DEVICE_SECONDS = 5 * 365 * 24 * 3600
BADGE = "signed_in_by_badge"
WAITING = "badge_scanned"
IDLE_SECONDS = 30 * 60
"""Source: screens, section 5.4."""
WAITS_SECONDS = 120
BADGE_PREFIX = "PHB"
BADGE_LENGTH = 23
_NOTED_SECONDS = 60
_PATHS = ("/floor/", "/pack/", "/sign-out/", "/preferences/", "/static/", "/t/")


def read_device(request: HttpRequest) -> DeviceRow | None:
    """Return the paired device that asks, read once per request."""
    asker: Any = request
    if not hasattr(asker, "floor_device"):
        asker.floor_device = find_device(request.COOKIES.get(DEVICE_COOKIE, ""))
    found: DeviceRow | None = asker.floor_device
    return found


def keep_device(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Let this browser be the device from now on; no script can read the token."""
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=DEVICE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )


def is_by_badge(request: HttpRequest) -> bool:
    """Tell whether this session was opened by a badge or a PIN."""
    return bool(request.session.get(BADGE))


def is_for_badges(path: str) -> bool:
    """Tell whether such a session may go there."""
    return path.startswith(_PATHS)


def looks_like_badge(code: str) -> bool:
    """Tell whether a scan can be a badge; its code belongs on no page and in no list."""
    return len(code) == BADGE_LENGTH and code[: len(BADGE_PREFIX)].upper() == BADGE_PREFIX


def open_badge_session(
    request: HttpRequest, response: HttpResponse, *, user_id: UUID, device: DeviceRow, now: float
) -> HttpResponse:
    """Sign a person in on a device; the page speaks the person's language, at the device's site."""
    person = find_person(user_id)
    assert person is not None
    open_session(request, person, is_verified=False)
    request.session[BADGE] = {"device": str(device.id), "seen": now}
    take_preferences(request, response, person)
    set_preferences(request, response, {"site": str(device.site_id)})
    return response


def is_over(request: HttpRequest, *, now: float) -> bool:
    """Tell whether a badge's session has ended: nobody touched it, or its device is no longer one of ours."""
    held = request.session[BADGE]
    device = read_device(request)
    if now - held["seen"] > IDLE_SECONDS or device is None or str(device.id) != held["device"]:
        return True
    if now - held["seen"] > _NOTED_SECONDS:
        request.session[BADGE] = {**held, "seen": now}
    return False


def remember_badge(request: HttpRequest, user_id: UUID, *, now: float) -> None:
    """Remember whose badge was scanned while somebody else works here."""
    request.session[WAITING] = {"user": str(user_id), "at": now}


def find_remembered(request: HttpRequest, *, now: float) -> UUID | None:
    """Return whose badge was scanned a moment ago, or None."""
    waiting = request.session.get(WAITING)
    if not waiting or not 0 <= now - waiting["at"] <= WAITS_SECONDS:
        return None
    return UUID(waiting["user"])
