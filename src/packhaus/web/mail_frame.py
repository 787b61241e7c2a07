"""A mail inside a page: styled inline, as mail programs want it; nothing else may load or run."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpResponse

only_styled = csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
        "sandbox": True,
    }
)


def show_mail(html: str, *, status: int = 200) -> HttpResponse:
    """Send a mail's own page for the frame that shows it."""
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
