"""Whom django-axes counts, and what it answers to somebody who guesses passwords."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from packhaus.web.refusals import describe_wait
from packhaus.web.responses import render_refusal


def refuse_sign_in(request: HttpRequest, *_: object) -> HttpResponse:
    """Answer 429 with the page that says when to try again."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    return render_refusal(request, describe_wait(seconds=seconds))


def read_address(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return the address that is being tried, folded as sign-in folds it: another case is no other address."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return typed.strip().casefold()
