"""Parts of pages that refresh themselves: drawn, and named by a version that tells whether anything is new."""

import hashlib
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from packhaus.web.responses import is_fragment_wanted

_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


class Live(NamedTuple):
    """A part as it is now, and its version: the same for the same content."""

    live: str
    version: str

    def is_known(self, request: HttpRequest) -> bool:
        """Tell whether the part asks for itself and already shows this version."""
        return is_fragment_wanted(request) and request.GET.get("version") == self.version


def draw_live(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Live:
    """Draw a part; tokens of forms, which differ each time, are no news."""
    live = render_to_string(template, dict(context), request)
    return Live(live, hashlib.sha256(_TOKEN.sub("", live).encode()).hexdigest()[:16])


def answer_unchanged() -> HttpResponse:
    """Say that nothing is new."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def answer_reload() -> HttpResponse:
    """Let the browser load the whole page again: more than the part has changed."""
    return HttpResponse(headers={"HX-Refresh": "true"})
