"""Whom django-axes counts, and what it answers to somebody who guesses passwords."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from packhaus.web.refusals import describe_wait
from packhaus.web.responses import render_refusal


def refuse_sign_in(
    request: HttpRequest, _answer: HttpResponse | None = None, credentials: Mapping[str, str] | None = None
) -> HttpResponse:
    """Answer 429 with the page that says when to try again."""
    seconds = _find_seconds_left(request, credentials, now=timezone.now())
    return render_refusal(request, describe_wait(seconds=seconds))


def _find_seconds_left(request: HttpRequest, credentials: Mapping[str, str] | None, *, now: datetime) -> int:
    """Return when so many of the failures are too old that fewer than the limit are left; each browser has its own."""
    from axes.handlers.database import AxesDatabaseHandler

    counted = [
        (attempt.attempt_time, attempt.failures_since_start)
        for attempts in AxesDatabaseHandler().get_user_attempts(request, credentials)
        for attempt in attempts
    ]
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    left = sum(failures for _, failures in counted)
    for failed_at, failures in sorted(counted):
        left -= failures
        if left < settings.AXES_FAILURE_LIMIT:
            wait: timedelta = failed_at + cool_off - now
            return max(ceil(wait.total_seconds()), 1)
    return int(cool_off.total_seconds())


def read_address(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return the address that is being tried, folded as sign-in folds it: another case is no other address."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return typed.strip().casefold()
