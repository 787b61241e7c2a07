"""The script that keeps floor pages on the device: those under /floor/, and those of the bench under /pack/."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

HEADERS = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
SCRIPT = Path(__file__).parents[1] / "static" / "web" / "worker.js"


@cache
def read_script() -> bytes:
    """Return the script as it is in the package."""
    return SCRIPT.read_bytes()


@require_safe
def serve_worker(_request: HttpRequest) -> HttpResponse:
    """Answer the script; whoever comes back asks for it anew, so that a new release is there at once."""
    return HttpResponse(read_script(), content_type="text/javascript", headers=HEADERS)
