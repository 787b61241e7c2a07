"""The API's schema as it is shipped: to write it takes seconds of a processor, which nobody who asks shall cost us."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import etag, require_safe


@cache
def _read_schema() -> tuple[bytes, str]:
    """Return the document and its tag; `tools/openapi.py` writes it, and a check compares it with the code."""
    document = files("packhaus.api").joinpath("openapi.json").read_bytes()
    return document, f'"{sha256(document).hexdigest()[:16]}"'


@require_safe
@etag(lambda _request: _read_schema()[1])
def answer_schema(request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI document, or 304 to who has it."""
    return HttpResponse(_read_schema()[0], content_type="application/json")
