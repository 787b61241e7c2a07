"""Language, theme, density, shortcuts, site and merchant: kept in this browser and with the sign-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from packhaus.access.services.preferences import save_preferences
from packhaus.web.preferences import DENSITIES, THEMES, set_preferences
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
    chosen = _read_chosen(request)
    set_preferences(request, response, chosen)
    if request.user.is_authenticated:
        shortcuts = chosen.get("shortcuts")
        save_preferences(
            user_id=request.user.pk,
            language=chosen.get("language"),
            theme=chosen.get("theme"),
            density=chosen.get("density"),
            has_shortcuts=None if shortcuts is None else shortcuts == "on",
        )
    return response


def _read_chosen(request: HttpRequest) -> dict[str, str]:
    given = {name: request.POST[name] for name in (*_ALLOWED, *_FREE) if name in request.POST}
    return {
        name: value
        for name, value in given.items()
        if len(value) <= _LONGEST and (name not in _ALLOWED or value in _ALLOWED[name])
    }
