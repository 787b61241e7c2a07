"""One way to print: at the station of this browser when it has one, else as a PDF that the browser shows.

A GET always shows the PDF; a POST prints. So every paper can be looked at, and a link never prints by itself.
"""

from typing import NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from packhaus.printing.errors import NoPrinter, StationNotFound
from packhaus.printing.queries.stations import list_printers, list_stations
from packhaus.printing.services.count import count_paper
from packhaus.printing.services.render import render_paper
from packhaus.printing.services.send import send_paper
from packhaus.printing.types import Paper, StationRow
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Action, Words
from packhaus.web.responses import find_safe_url, lead_to

STATION_COOKIE = "packhaus_station"
_SALT = "packhaus.web.printing"
_KEPT_SECONDS = 5 * 365 * 24 * 3600


class PrintsAt(NamedTuple):
    """The station where this browser prints."""

    station_id: UUID
    code: str


def read_station(request: HttpRequest) -> PrintsAt | None:
    """Return where this browser prints; None prints by the browser. Queries: 0."""
    try:
        kept = request.get_signed_cookie(STATION_COOKIE, salt=_SALT) or ""
    except (KeyError, BadSignature):
        return None
    station_id, _, code = kept.partition("/")
    found = read_uuid(station_id)
    return PrintsAt(found, code) if found else None


def keep_station(request: HttpRequest, response: HttpResponse, station: StationRow) -> None:
    """Let this browser print at a station from now on, whoever signs in."""
    response.set_signed_cookie(
        STATION_COOKIE,
        f"{station.id}/{station.code}",
        salt=_SALT,
        max_age=_KEPT_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )


def forget_station(response: HttpResponse) -> None:
    """Let this browser print by itself again."""
    response.delete_cookie(STATION_COOKIE, samesite="Lax")


def make_paper(document: str, *things: str) -> Paper:
    """Return a paper in the language of the page."""
    return Paper(document, things, get_language() or "en")


def send_here(request: PageRequest, paper: Paper, *, title: str) -> UUID | None:
    """Send a paper to this browser's station and return the job; None where it has none, or none for such paper."""
    station = read_station(request)
    if station is None:
        return None
    try:
        return send_paper(
            scope=request.scope, station_id=station.station_id, paper=paper, title=title, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except (NoPrinter, StationNotFound):
        return None


def send_at_site(request: PageRequest, paper: Paper, *, title: str, site_id: UUID) -> UUID | None:
    """Send a paper to this browser's station, or to the only one of a site with such paper, and return the job.

    None where it is not known which printer is meant. Queries: 2 more than sending.
    """
    job_id = send_here(request, paper, title=title)
    if job_id:
        return job_id
    stations = [one for one in list_stations(scope=request.scope, site_id=site_id) if one.is_active]
    printers = list_printers(scope=request.scope, station_ids=[one.id for one in stations])
    fitting = {one.station_id for one in printers if one.is_active and one.medium == paper.medium}
    if len(fitting) != 1:
        return None
    return send_paper(
        scope=request.scope, station_id=fitting.pop(), paper=paper, title=title, now=request.now, actor=request.actor
    )  # fmt: skip


def answer_paper(request: PageRequest, paper: Paper, *, title: str, is_secret: bool = False) -> HttpResponse:
    """Print a paper that a form asks for, or show it.

    What the browser is given to print counts as printed; what it is only shown does not.
    Raises: as `render_paper`.
    """
    if request.method != "POST":
        return answer_pdf(request, paper, title=title, is_secret=is_secret)
    job_id = send_here(request, paper, title=title)
    if job_id:
        return lead_to(request, link_job(job_id, back=find_page(request)))
    response = answer_pdf(request, paper, title=title, is_secret=is_secret)
    count_paper(scope=request.scope, document=paper.document, things=paper.things, now=request.now)
    return response


def answer_pdf(request: PageRequest, paper: Paper, *, title: str, is_secret: bool = False) -> HttpResponse:
    """Show a paper. Raises: as `render_paper`."""
    pdf = render_paper(scope=request.scope, paper=paper, now=request.now)
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(as_attachment=False, filename=f"{title}.pdf")
    response["Content-Disposition"] = named or "inline"
    if is_secret:
        response["Cache-Control"] = "no-store"
    return response


def link_job(job_id: UUID, *, back: str = "") -> str:
    """Return the page of a job, with the way back to where it was asked for."""
    url = reverse("floor:print-job", args=[job_id])
    return f"{url}?{urlencode({'back': back})}" if back else url


def find_page(request: HttpRequest) -> str:
    """Return the page that a form was on, by its own word or the browser's; only ours."""
    for given in (request.POST.get("back"), request.GET.get("back"), request.headers.get("Referer")):
        if given and (safe := find_safe_url(request, given, default="")):
            parts = urlsplit(safe)
            return urlunsplit(("", "", parts.path, parts.query, ""))
    return reverse("floor:work")


def offer_paper(request: HttpRequest, label: Words, url: str, *, icon: str = "printer") -> Action:
    """Return the button that prints a paper: sent to the station where there is one, else the PDF to be looked at."""
    return Action(label, url, icon=icon, method="post" if read_station(request) else "get")
