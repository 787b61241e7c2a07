"""What a site's benches take for a right weight."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import get_site
from packhaus.outbound.queries.pack_settings import PackSettingRow, get_pack_setting
from packhaus.outbound.services.save_pack_setting import save_pack_setting
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to


@open_to(Role.LEAD, Role.ADMIN)
def edit_packing(request: PageRequest, code: str) -> HttpResponse:
    """Show and save how far off a carton may weigh, and whether every one is weighed."""
    site = get_site(code=code, today=request.now.date()).site
    context = {"site": site}
    if request.method != "POST":
        known = get_pack_setting(scope=request.scope, site_id=site.id)
        values = {
            "percent": f"{known.tolerance_permille / 10:g}",
            "grams": known.tolerance_grams,
            "must_weigh": known.must_weigh,
        }
        return show_form(request, "setup/packing_form.html", Draft(values), context)
    form = FormReader(request.POST)
    try:
        setting = PackSettingRow(
            _read_permille(form), form.read_integer("grams", minimum=0), "must_weigh" in request.POST
        )
        form.check()
        save_pack_setting(
            scope=request.scope,
            site_id=site.id,
            site_code=site.code,
            setting=setting,
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return show_form(request, "setup/packing_form.html", Draft.of(request.POST, refusal), context)
    messages.info(request, _("%(code)s is saved.") % {"code": site.code})
    return HttpResponseRedirect(reverse("console:site", args=[code]))


def _read_permille(form: FormReader) -> int:
    text = form.read_text("percent", is_required=True, at_most=6).replace(",", ".")
    try:
        permille = round(float(text or 0) * 10)
    except (ValueError, OverflowError):
        permille = -1
    if not 0 <= permille <= 1_000:
        form.refuse("percent", "range", _("From 0 to 100 percent."))
    return permille
