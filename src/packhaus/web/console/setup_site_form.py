"""The forms of a site: the site itself with its cut-offs, and ranges of locations."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.inventory.services.location_grid import GridDraft, list_grid
from packhaus.inventory.services.locations import save_locations
from packhaus.inventory.types import LocationKind
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import get_site
from packhaus.network.queries.places import locate
from packhaus.network.queries.site_draft import get_site_draft
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.network.services.site_activity import set_site_active
from packhaus.network.services.sites import save_site
from packhaus.network.types import CutOffDraft, SiteDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.words import LOCATION_KINDS, RUN_BY, SITE_KINDS

POLICIES = ("own", "feed", "unlimited")
# What only a partner's site has: its least value, and what a new site begins with.
PARTNER_NUMBERS = {
    "partner_answer_minutes": (1, 240),
    "feed_max_age_minutes": (1, 1_440),
    "feed_trust_margin": (0, 0),
}
# What each site has: its least value, and what a new site begins with.
NUMBERS = {"handling_minutes": (0, 0), "orders_a_day": (0, 0)}
# Kinds of which a site has many; the others are made with the site.
RANGE_KINDS = (
    LocationKind.PICK_FACE,
    LocationKind.RESERVE,
    LocationKind.CROSS_DOCK,
    LocationKind.STAGING,
    LocationKind.RETURNS,
)


@open_to(Role.ADMIN)
def edit_site(request: PageRequest, code: str = "") -> HttpResponse:
    """Show the form of a site, new or known, and save it."""
    if request.method != "POST":
        first = {name: usual for name, (_least, usual) in (PARTNER_NUMBERS | NUMBERS).items()}
        values = _read_values(get_site_draft(code=code)) if code else {"working_weekdays": "1111100", **first}
        return _show(request, Draft(values), code)
    form = FormReader(request.POST)
    try:
        draft = _read(form, get_site_draft(code=code) if code else None)
        form.check()
        site_id = save_site(scope=request.scope, draft=draft, now=request.now, actor=request.actor)
        save_locations(scope=request.scope, site_id=site_id, drafts=(), now=request.now, actor=request.actor)
    except Invalid as refusal:
        sent = Draft.of(request.POST, refusal)
        days = "".join("1" if str(day) in request.POST.getlist("weekdays") else "0" for day in range(1, 8))
        return _show(request, Draft({**sent.values, "working_weekdays": days}, sent.problems), code)
    messages.info(request, _("%(code)s is saved.") % {"code": draft.code})
    return HttpResponseRedirect(reverse("console:site", args=[draft.code]))


def _show(request: PageRequest, draft: Draft, code: str) -> HttpResponse:
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    works = str(draft.values.get("working_weekdays", ""))
    context: dict[str, Any] = {
        "code": code,
        "kinds": list(SITE_KINDS.items()),
        "run_by": list(RUN_BY.items()),
        "policies": [
            ("own", _("Counted here")),
            ("feed", _("Told by the partner")),
            ("unlimited", _("Unlimited")),
        ],
        "weekdays": [(place + 1, name, works[place : place + 1] == "1") for place, name in enumerate(names)],
    }
    return show_form(request, "setup/site_form.html", draft, context)


def _read_values(draft: SiteDraft) -> dict[str, Any]:
    named = (
        "code", "name", "timezone", "country", "latitude", "longitude", "kind", "run_by", "stock_policy", "postal_code",
        "city", "street", "priority", "working_weekdays", *PARTNER_NUMBERS, *NUMBERS,
    )  # fmt: skip
    lines = [
        f"{cut_off.carrier_code} {cut_off.at:%H:%M} {''.join(map(str, cut_off.weekdays))}"
        for cut_off in draft.cut_offs
    ]
    return {name: getattr(draft, name) for name in named} | {"cut_offs": "\n".join(lines)}


def _read(form: FormReader, known: SiteDraft | None) -> SiteDraft:
    country = form.read_text("country", is_required=True, at_most=2).upper()
    postal_code, city = form.read_text("postal_code", at_most=16), form.read_text("city", at_most=80)
    place = locate(country=country, postal_code=postal_code, city=city)
    new_code = form.read_text("code", is_required=True, at_most=16).upper()
    if not known and new_code in get_site_ids(codes=[new_code]):
        form.refuse("code", "taken", _("Another site has this code."))
    days = form.sent.getlist("weekdays")
    return SiteDraft(
        code=known.code if known else new_code,
        name=form.read_text("name", is_required=True, at_most=120),
        timezone=form.read_text("timezone", is_required=True, at_most=40),
        country=country,
        latitude=_read_degrees(form, "latitude", place.latitude),
        longitude=_read_degrees(form, "longitude", place.longitude),
        kind=form.read_choice("kind", SITE_KINDS),
        run_by=form.read_choice("run_by", RUN_BY),
        stock_policy=form.read_choice("stock_policy", POLICIES),
        postal_code=postal_code,
        city=city,
        street=form.read_text("street", at_most=120),
        priority=form.read_integer("priority", default=100, minimum=0),
        working_weekdays="".join("1" if str(day) in days else "0" for day in range(1, 8)),
        **_read_numbers(form, known),
        cut_offs=_read_cut_offs(form),
    )


def _read_numbers(form: FormReader, known: SiteDraft | None) -> dict[str, int]:
    """Read a site's numbers; what was not sent stays as it is."""
    return {
        name: form.read_integer(name, default=getattr(known, name, usual), minimum=least)
        for name, (least, usual) in (PARTNER_NUMBERS | NUMBERS).items()
    }


def _read_degrees(form: FormReader, name: str, known: float | None) -> float:
    text = form.sent.get(name, "").strip().replace(",", ".")
    try:
        return float(text) if text else float(known or 0)
    except ValueError:
        form.refuse(name, "not_a_number", _("Degrees go here, such as 52.52."))
        return 0.0


def _read_cut_offs(form: FormReader) -> tuple[CutOffDraft, ...]:
    """Read lines such as `DHL 17:00` or `UPS 16:30 12345`, as files have them."""
    found = []
    for line in form.sent.get("cut_offs", "")[:4_000].splitlines():
        parts = line.split()
        if not parts:
            continue
        try:
            carrier, at, *rest = parts
            days = tuple(map("01234567".index, "".join(rest)))
            found.append(CutOffDraft(carrier.upper(), time.fromisoformat(at), days))
        except ValueError:
            form.refuse(
                "cut_offs", "format", _("%(line)s is not like DHL 17:00 12345.") % {"line": line[:40]}
            )
    return tuple(found)


@require_POST
@open_to(Role.ADMIN)
def change_activity(request: PageRequest, code: str) -> HttpResponse:
    """Promise from a site again, or no more."""
    site = get_site(code=code, today=request.now.date()).site
    is_active = request.POST.get("do") == "open"
    set_site_active(
        scope=request.scope, site_id=site.id, is_active=is_active, now=request.now, actor=request.actor
    )
    messages.info(request, _("%(code)s is saved.") % {"code": code})
    return HttpResponseRedirect(reverse("console:site", args=[code]))


@open_to(Role.ADMIN)
def add_locations(request: PageRequest, code: str) -> HttpResponse:
    """Show the form of a range of locations, and make them."""
    site = get_site(code=code, today=request.now.date()).site
    if request.method != "POST":
        first = {f"{name}_{end}": 1 for name in ("aisles", "bays", "levels") for end in ("first", "last")}
        return _show_range(request, Draft({"kind": "pick_face", **first}), code)
    form = FormReader(request.POST)
    try:
        grid = _read_grid(form)
        drafts = list_grid(grid)
        form.check()
        made = save_locations(
            scope=request.scope, site_id=site.id, drafts=drafts, fields=grid.fields, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show_range(request, Draft.of(request.POST, refusal), code)
    messages.info(request, _("Locations made or changed: %(count)s") % {"count": min(len(made), len(drafts))})
    return HttpResponseRedirect(f"{reverse('console:locations')}?q={drafts[0].code.rsplit('-', 3)[0]}")


def _read_grid(form: FormReader) -> GridDraft:
    aisles, bays, levels = (
        (form.read_integer(f"{name}_first", minimum=0), form.read_integer(f"{name}_last", minimum=0))
        for name in ("aisles", "bays", "levels")
    )
    kilograms = form.read_integer("kilograms", default=0, minimum=0)
    draft = GridDraft(
        zone=form.read_text("zone", is_required=True, at_most=8).upper(),
        kind=form.read_choice("kind", [kind.value for kind in RANGE_KINDS]),
        aisles=aisles,
        bays=bays,
        levels=levels,
        max_weight_grams=kilograms * 1_000 or None,
        first_sequence=form.read_integer("first_sequence", default=1_000, minimum=0),
    )
    form.check()
    return draft


def _show_range(request: PageRequest, draft: Draft, code: str) -> HttpResponse:
    kinds = [(kind.value, LOCATION_KINDS[kind.value]) for kind in RANGE_KINDS]
    ranges = [("aisles", _("Aisles")), ("bays", _("Bays")), ("levels", _("Levels"))]
    drawn = [
        (name, label, draft.values.get(f"{name}_first", ""), draft.values.get(f"{name}_last", ""))
        for name, label in ranges
    ]
    return show_form(
        request, "setup/locations_form.html", draft, {"code": code, "kinds": kinds, "ranges": drawn}
    )
