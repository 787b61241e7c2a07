"""Count: bin, items, nothing else here. Nobody is shown what the record says."""

from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.decide.counting import Verdict
from packhaus.insight.queries.resolve_scan import Resolution, resolve_scan
from packhaus.inventory.queries.count_walks import (
    CountItem,
    CountStep,
    find_count_items,
    find_count_walk,
    get_count_step,
    list_noted,
)
from packhaus.inventory.services.counts.claim import begin_count, claim_count, leave_count
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.types import CountEntry
from packhaus.kernel.errors import Invalid
from packhaus.outbound.queries.scan_policies import get_scan_policy
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned
from packhaus.web.floor.count_page import draw_bin, draw_choice, draw_item, draw_items, draw_walks
from packhaus.web.floor.count_scans import Seen, add_units, find_fault
from packhaus.web.floor.sessions import name_device, read_client_id, read_person
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import lead_to
from packhaus.web.told import tell_problem

COUNTERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*COUNTERS)
def show_walks(request: PageRequest) -> HttpResponse:
    """Show which bins wait; a scanned bin begins its count."""
    if request.method != "POST":
        return draw_walks(request, None)
    code = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    found = find_count_walk(
        scope=request.scope, site_id=find_site_id(request), person_id=read_person(request), code=code
    )
    if found is None:
        band = Band("wrong", _("Nothing to count there"), code or _("nothing"), _("a bin of this list"))
        return draw_walks(request, band, status=REFUSED)
    person_id = read_person(request)
    claim_count(scope=request.scope, count_id=found.id, person_id=person_id, now=request.now)
    begin_count(scope=request.scope, count_id=found.id, person_id=person_id)
    return lead_to(request, f"{link_count(found.number)}?at=bin")


def link_count(number: str, page: str = "count-bin") -> str:
    """Return the address of a bin's count."""
    return reverse(f"floor:{page}", args=[number])


def _open(request: PageRequest, number: str) -> CountStep:
    return get_count_step(scope=request.scope, number=number, person_id=read_person(request))


@open_to(*COUNTERS)
def show(request: PageRequest, number: str) -> HttpResponse:
    """Show where a count stands: walk there, then say what lies there."""
    step = _open(request, number)
    policy = get_scan_policy(scope=request.scope, site_id=step.site_id, operation="count")
    if not step.is_mine or ("at" not in request.GET and not policy.is_item_only):
        return draw_bin(request, step, None)
    sku_id = read_uuid(request.GET.get("item", ""))
    code = request.GET.get("code", "")[:48]
    if code and (sku_id or request.GET.get("item") == "unknown"):
        item = _find_item(request, step, code, sku_id)
        said = {name: request.GET.get(name, "")[:40] for name in ("lot", "serial")}
        return draw_item(
            request, step, item, code, sent={name: value for name, value in said.items() if value}
        )
    return draw_items(request, step, None)


def _find_item(request: PageRequest, step: CountStep, code: str, sku_id: UUID | None) -> CountItem | None:
    found = find_count_items(scope=request.scope, location_id=step.location_id, code=code)
    return next((item for item in found if item.id == sku_id), None)


@require_POST
@open_to(*COUNTERS)
def start(request: PageRequest, number: str) -> HttpResponse:
    """Take the bin. Raises: CountTaken."""
    step = _open(request, number)
    claim_count(scope=request.scope, count_id=step.id, person_id=read_person(request), now=request.now)
    return HttpResponseRedirect(link_count(number))


@require_POST
@open_to(*COUNTERS)
def scan(request: PageRequest, number: str) -> HttpResponse:
    """Take a scan: first the bin, then each item in it. A wrong one changes nothing and says what was needed."""
    step = _open(request, number)
    if not step.is_mine:
        return draw_bin(request, step, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    is_bin = code.upper() == step.location_code.upper()
    if request.POST.get("step_id") == "bin":
        return _take_bin(request, step, code) if is_bin else _refuse_bin(request, step, code)
    if is_bin:
        return draw_items(request, step, Band("next", step.location_code))
    return _take_item(request, step, code)


def _take_bin(request: PageRequest, step: CountStep, code: str) -> HttpResponse:
    begin_count(scope=request.scope, count_id=step.id, person_id=read_person(request))
    return draw_items(request, step, Band("next", step.location_code, read=code))


def _refuse_bin(request: PageRequest, step: CountStep, code: str) -> HttpResponse:
    meanings = resolve_scan(scope=request.scope, site_id=step.site_id, code=code).meanings
    where = (
        _("That is an item. Scan the bin's label first.") if meanings and meanings[0].kind == "item" else ""
    )
    band = Band("wrong", _("Wrong bin"), name_scanned(meanings, code), step.location_code, where)
    return draw_bin(request, step, band, status=REFUSED)


def _take_item(request: PageRequest, step: CountStep, code: str) -> HttpResponse:
    if not code:
        band = Band("wrong", _("Unknown code"), _("nothing"), _("an item"))
        return draw_items(request, step, band, status=REFUSED)
    resolved = resolve_scan(scope=request.scope, site_id=step.site_id, code=code)
    if any(one.kind == "bin" for one in resolved.meanings):
        band = Band("wrong", _("That is another bin"), code, step.location_code, _("Finish this bin first."))
        return draw_items(request, step, band, status=REFUSED)
    code, found = _find_items(request, step, resolved)
    if step.sku_id and all(item.id != step.sku_id for item in found):
        wanted = f"{step.sku_name} {step.sku_code}"
        read = f"{found[0].name} {found[0].code}" if found else code
        band = Band("wrong", _("Wrong item"), read, wanted, _("Only this item is counted here now."))
        return draw_items(request, step, band, status=REFUSED)
    if len(found) > 1:
        return draw_choice(request, step, found, code)
    return _take_known(request, step, Seen(code, found[0] if found else None, resolved.gs1))


def _find_items(request: PageRequest, step: CountStep, resolved: Resolution) -> tuple[str, list[CountItem]]:
    """Return the items that a code, or the number of an item in it, may mean, with that code."""
    codes = [resolved.code[:48], *(resolved.gs1.barcodes if resolved.gs1 else [])]
    for code in codes:
        found = find_count_items(scope=request.scope, location_id=step.location_id, code=code)
        if found:
            return code, found
    return codes[0], []


def _take_known(request: PageRequest, step: CountStep, seen: Seen) -> HttpResponse:
    """Ask how many there are, or add what was scanned where the site wants each unit scanned."""
    policy = get_scan_policy(scope=request.scope, site_id=step.site_id, operation="count")
    fault = find_fault(policy, seen)
    if fault:
        return draw_items(request, step, fault, status=REFUSED)
    if not policy.counts_each:
        return lead_to(request, f"{link_count(step.number)}?{seen.ask()}")
    entry = add_units(list_noted(scope=request.scope, count_id=step.id), step.id, seen)
    _record(request, replace(entry, client_id=read_client_id(request)))
    band = Band("right", _("%(units)s of %(item)s") % {"units": entry.units, "item": seen.name})
    return draw_items(request, step, band)


def _record(request: PageRequest, entry: CountEntry) -> None:
    record_count(
        scope=request.scope, entries=[entry], device=name_device(request), person_id=read_person(request),
        now=request.now,
    )  # fmt: skip


@require_POST
@open_to(*COUNTERS)
def note(request: PageRequest, number: str) -> HttpResponse:
    """Note how many of an item lie there; said again, the later number holds."""
    step = _open(request, number)
    form = FormReader(request.POST)
    longest = LONGEST_SCAN if "kept" in request.POST else 48
    code, sku_id = form.read_text("code", at_most=longest), read_uuid(request.POST.get("item", ""))
    item = _find_item(request, step, code, sku_id) if sku_id else None
    if "kept" in request.POST:
        seen = _see(request, step, code)
        if seen is None:
            return draw_items(request, step, Band("careful", _("Which of these?"), code), status=REFUSED)
        return _note_kept(request, step, seen, form)
    try:
        units = form.read_integer("quantity", minimum=0)
        form.check()
        entry = CountEntry(
            step.id, units, item.id if item else None, code, form.read_text("lot", at_most=40),
            form.read_text("serial", at_most=40), read_client_id(request),
        )  # fmt: skip
        _record(request, entry)
    except Invalid as refusal:
        told = [tell_problem(one.message) for one in refusal.problems]
        return draw_item(request, step, item, code, sent=request.POST.dict(), told=told)
    band = Band("right", _("%(units)s of %(item)s") % {"units": units, "item": item.name if item else code})
    return draw_items(request, step, band)


def _see(request: PageRequest, step: CountStep, code: str) -> Seen | None:
    """Return what a code is that a device kept; None where it may be several items."""
    resolved = resolve_scan(scope=request.scope, site_id=step.site_id, code=code)
    code, found = _find_items(request, step, resolved)
    return None if len(found) > 1 else Seen(code, found[0] if found else None, resolved.gs1)


def _note_kept(request: PageRequest, step: CountStep, seen: Seen, form: FormReader) -> HttpResponse:
    """Note what a device counted alone. A wrong item, or one without its lot, is told to whoever kept it."""
    item = seen.item
    is_other = step.sku_id is not None and (item is None or item.id != step.sku_id)
    try:
        units = form.read_integer("quantity", minimum=0)
        form.check()
        if not is_other:
            lot, serial = (seen.lot_code, seen.serial) if item else ("", "")
            entry = CountEntry(
                step.id, units, item.id if item else None, seen.code, lot, serial, read_client_id(request)
            )
            _record(request, entry)
    except Invalid as refusal:
        band = Band("wrong", tell_problem(refusal.problems[0].message), seen.name)
        return draw_items(request, step, band, status=REFUSED)
    if is_other:
        band = Band("wrong", _("Wrong item"), seen.name, f"{step.sku_name} {step.sku_code}")
        return draw_items(request, step, band, status=REFUSED)
    band = Band("right", _("%(units)s of %(item)s") % {"units": units, "item": seen.name})
    return draw_items(request, step, band)


@require_POST
@open_to(*COUNTERS)
def finish(request: PageRequest, number: str) -> HttpResponse:
    """Nothing else lies there: say what becomes of it, and show the next bin."""
    step = _open(request, number)
    verdict = finish_count(
        scope=request.scope, count_id=step.id, person_id=read_person(request), now=request.now,
        actor=request.actor, device=name_device(request), client_id=read_client_id(request),
    )  # fmt: skip
    told = {"bin": step.location_code}
    bands = {
        Verdict.POST: Band("done", _("%(bin)s is counted.") % told),
        Verdict.RECOUNT: Band(
            "careful", _("%(bin)s is counted once more, by somebody else.") % told,
            where=_("Your figure differs from the record. That happens."),
        ),
        Verdict.DECIDE: Band("careful", _("%(bin)s goes to the lead.") % told),
    }  # fmt: skip
    return draw_walks(request, bands[verdict])


@require_POST
@open_to(*COUNTERS)
def leave(request: PageRequest, number: str) -> HttpResponse:
    """Hand the bin back: it cannot be reached now. What was noted of it is forgotten."""
    step = _open(request, number)
    leave_count(scope=request.scope, count_id=step.id, person_id=read_person(request), now=request.now)
    band = Band("careful", _("%(bin)s waits for later.") % {"bin": step.location_code})
    return draw_walks(request, band)
