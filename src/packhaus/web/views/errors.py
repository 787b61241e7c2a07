"""Error pages: three parts, in the reader's language, without the database."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse

from packhaus.web.refusals import describe_status
from packhaus.web.responses import render_refusal

logger = logging.getLogger(__name__)
# Read over the telephone: no letters that look or sound like another.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def refuse_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    del exception
    return render_refusal(request, describe_status(400))


def refuse_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    del exception
    return render_refusal(request, describe_status(403))


def refuse_forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without its token."""
    logger.warning("form refused: %s", reason)
    return render_refusal(request, describe_status(403))


def refuse_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    del exception
    return render_refusal(request, describe_status(404))


def report_fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a reference that is in the log as well."""
    letters = [secrets.choice(_ALPHABET) for _ in range(6)]
    reference = f"{''.join(letters[:4])}-{''.join(letters[4:])}"
    logger.error("fault %s at %s", reference, request.path)
    return render_refusal(request, describe_status(500, reference=reference))
