"""How often a site counts, what that makes due within a week, and how right its record was."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from packhaus.access.queries.merchants import list_merchants
from packhaus.inventory.queries.count_accuracy import list_class_accuracy
from packhaus.inventory.queries.count_programme import (
    LOOKED_BACK,
    ProgrammeRow,
    find_programme,
    preview_programme,
)
from packhaus.inventory.services.counts.programme import LARGEST, save_programme
from packhaus.kernel.errors import NotFound
from packhaus.kernel.money import Money
from packhaus.network.queries.list_sites import list_sites
from packhaus.web.console.counts_bulk import LEADS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell

LABELS = {
    "days_a": lazy("A items: days between two counts, 0 for never"),
    "days_b": lazy("B items: days between two counts, 0 for never"),
    "days_c": lazy("C items: days between two counts, 0 for never"),
    "goal_a": lazy("A items: accuracy wanted, %"),
    "goal_b": lazy("B items: accuracy wanted, %"),
    "goal_c": lazy("C items: accuracy wanted, %"),
    "bins_a_day": lazy("Bins a day at most"),
    "tolerance_units": lazy("Differences that book themselves, units at most"),
    "tolerance_percent": lazy("and at most this share of the record, %"),
}


@open_to(*LEADS)
def edit(request: PageRequest, code: str) -> HttpResponse:
    """Show how a site counts, with what that makes due; look at other figures before they are saved."""
    site = next((one for one in list_sites() if one.code == code), None)
    if site is None:
        raise NotFound("site not found")
    site_id = site.id
    saved = find_programme(scope=request.scope, site_id=site_id)
    row = saved or ProgrammeRow(is_active=False)
    if request.method == "POST":
        row = _read(request)
        if request.POST.get("do") == "save":
            save_programme(
                scope=request.scope, site_id=site_id, programme=row, now=request.now, actor=request.actor
            )
            tell(request, _("The counting programme is saved."))
            return HttpResponseRedirect(reverse("console:count-programme", args=[code]))
    today = request.now.astimezone(ZoneInfo(site.timezone)).date()
    preview = preview_programme(
        scope=request.scope, site_id=site_id, programme=row, today=today, now=request.now
    )
    context = {
        "code": code,
        "row": row,
        "fields": [(name, LABELS[name], getattr(row, name), LARGEST[name]) for name in LABELS],
        "worth": Money(row.tolerance_minor, row.tolerance_currency).decimal
        if row.tolerance_minor is not None
        else "",
        "currencies": sorted({merchant.currency for merchant in list_merchants(request.scope)}),
        "preview": preview,
        "accuracy": list_class_accuracy(
            scope=request.scope, site_id=site_id, since=request.now - LOOKED_BACK, now=request.now
        ),
    }
    return render_page(request, "stock/count_programme.html", context)


def _read(request: PageRequest) -> ProgrammeRow:
    form = FormReader(request.POST)
    values = {name: form.read_integer(name, minimum=0) for name in LABELS}
    currency = form.read_text("tolerance_currency", at_most=3).upper()
    minor = None
    if request.POST.get("tolerance_minor", "").strip():
        minor = form.read_minor("tolerance_minor", currency=currency)
        if not currency:
            form.refuse("tolerance_currency", "required", _("Say what goes here."))
    for name, most in LARGEST.items():
        if values[name] > most:
            form.refuse(name, "range", _("At most %(most)s.") % {"most": most})
    form.check()
    return ProgrammeRow(
        is_active="is_active" in request.POST, tolerance_minor=minor,
        tolerance_currency=currency if minor is not None else "", checks_empty="checks_empty" in request.POST, **values,
    )  # fmt: skip
