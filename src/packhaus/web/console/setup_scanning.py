"""What a site's floor scans at which work."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import get_site
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, list_scan_policies
from packhaus.outbound.services.save_scan_policies import save_scan_policies
from packhaus.outbound.states import SCAN_OPERATIONS, SCAN_PROOFS, SCAN_STARTS
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.floor.kinds import list_kinds
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to

STARTS = {"place": lazy("Place first"), "item": lazy("Item alone")}
PROOFS = {
    "once": lazy("Once"),
    "each": lazy("Each unit"),
    "lot": lazy("Lot or serial"),
}


@open_to(Role.LEAD, Role.ADMIN)
def edit(request: PageRequest, code: str) -> HttpResponse:
    """Show and save, for each kind of work, where scanning begins and what is scanned of an item."""
    site = get_site(code=code, today=request.now.date()).site
    if request.method != "POST":
        known = list_scan_policies(scope=request.scope, site_id=site.id)
        return _show(request, code, Draft(_read_values(known)))
    form = FormReader(request.POST)
    try:
        policies = [_read_policy(form, operation) for operation in SCAN_OPERATIONS]
        form.check()
        save_scan_policies(
            scope=request.scope, site_id=site.id, site_code=site.code, policies=policies, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, code, Draft.of(request.POST, refusal))
    messages.info(request, _("%(code)s is saved.") % {"code": site.code})
    return HttpResponseRedirect(reverse("console:site-scanning", args=[code]))


def _read_policy(form: FormReader, operation: str) -> ScanPolicyRow:
    starts = ("item",) if operation == "receive" else SCAN_STARTS
    return ScanPolicyRow(
        operation,
        form.read_choice(f"{operation}_begins_with", starts),
        form.read_choice(f"{operation}_proof", SCAN_PROOFS),
    )


def _read_values(known: list[ScanPolicyRow]) -> dict[str, object]:
    values: dict[str, object] = {f"{one.operation}_begins_with": one.begins_with for one in known}
    return values | {f"{one.operation}_proof": one.proof for one in known}


def _show(request: PageRequest, code: str, draft: Draft) -> HttpResponse:
    names = {kind.name: kind.label for kind in list_kinds()}
    rows = [
        {
            "operation": operation,
            "name": names[operation],
            "starts": [] if operation == "receive" else list(STARTS.items()),
            "start": draft.values.get(f"{operation}_begins_with", ""),
            "proofs": list(PROOFS.items()),
            "proof": draft.values.get(f"{operation}_proof", ""),
        }
        for operation in SCAN_OPERATIONS
    ]
    site = get_site(code=code, today=request.now.date()).site
    return show_form(request, "setup/scanning_form.html", draft, {"site": site, "rows": rows})
