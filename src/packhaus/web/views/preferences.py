"""Language, theme, density, shortcuts, site and merchant: kept in this browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from packhaus.web.preferences import COOKIE_AGE_SECONDS, DENSITIES, THEMES
from packhaus.web.responses import find_safe_url

_ALLOWED = {
    "theme": THEMES,
    "density": DENSITIES,
    "shortcuts": ("on", "off"),
    "language": tuple(code for code, _ in settings.LANGUAGES),
}
# Site and merchant are ids; whoever reads them looks them up among those that the person may see.
_FREE = ("site", "merchant")
_LONGEST = 40


@require_POST
def keep_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, and go back to the page that it was chosen on; unknown values are left out."""
    response = HttpResponseRedirect(find_safe_url(request, request.POST.get("next")))
    for name in (*_ALLOWED, *_FREE):
        value = request.POST.get(name)
        if value is None or len(value) > _LONGEST or (name in _ALLOWED and value not in _ALLOWED[name]):
            continue
        response.set_cookie(
            f"packhaus_{name}",
            value,
            max_age=COOKIE_AGE_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response
