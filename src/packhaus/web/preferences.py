"""How a person wants to see Packhaus: theme, density, letter shortcuts; kept in cookies, filled at sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "compact")
COOKIE_AGE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the page is drawn with."""

    theme: str = "system"
    density: str = "comfortable"
    has_shortcuts: bool = True


def _pick(wanted: str | None, known: tuple[str, ...]) -> str:
    return wanted if wanted in known else known[0]


def read_preferences(request: HttpRequest) -> Preferences:
    """Read them from this browser's cookies, where a sign-in has put them too."""
    return Preferences(
        theme=_pick(request.COOKIES.get("packhaus_theme"), THEMES),
        density=_pick(request.COOKIES.get("packhaus_density"), DENSITIES),
        has_shortcuts=request.COOKIES.get("packhaus_shortcuts") != "off",
    )


def set_preferences(request: HttpRequest, response: HttpResponse, chosen: Mapping[str, str]) -> None:
    """Keep choices in this browser for a year."""
    for name, value in chosen.items():
        response.set_cookie(
            f"packhaus_{name}",
            value,
            max_age=COOKIE_AGE_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
