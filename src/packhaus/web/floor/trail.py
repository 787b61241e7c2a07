"""The last scans of a browser, kept in a cookie: where somebody is, for work nearby. It decides nothing else."""

from collections.abc import Callable
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse

from packhaus.inventory.queries.whereabouts import Whereabouts, find_last_place
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id

COOKIE = "packhaus_trail"
KEPT = 6
LONGEST = 32
"""As long as a place's code can be."""


class TrailMiddleware:
    """Remember the codes of the last scans on floor pages, whatever kind of work they were for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        code = request.POST.get("scan", "").strip().upper() if _is_scan(request) else ""
        if code and len(code) <= LONGEST:
            kept = [code, *(one for one in read_trail(request) if one != code)][:KEPT]
            response.set_cookie(
                COOKIE, quote("\n".join(kept)), path="/floor/", samesite="Lax", secure=request.is_secure(),
                httponly=True,
            )  # fmt: skip
        return response


def _is_scan(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path.startswith("/floor/")


def read_trail(request: HttpRequest) -> list[str]:
    """Return the codes scanned last, the latest first."""
    codes = unquote(request.COOKIES.get(COOKIE, "")).split("\n")
    return [code for code in codes if code and len(code) <= LONGEST and "\0" not in code][:KEPT]


def find_near(request: PageRequest) -> Whereabouts | None:
    """Return the place that was scanned last, when a site is chosen and one of the last scans was a place of it."""
    site_id, codes = find_site_id(request), read_trail(request)
    if site_id is None or not codes:
        return None
    return find_last_place(scope=request.scope, site_id=site_id, codes=codes)
