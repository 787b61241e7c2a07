"""What is done with a transfer: release, pick, send, cancel; and the form of a new one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.access.types import Role
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.transfers.services.cancel import cancel_transfer
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.services.pick import pick_for_transfer
from packhaus.transfers.services.put_back import put_back_pick
from packhaus.transfers.services.release import release_transfer
from packhaus.transfers.services.retract import retract_transfer
from packhaus.transfers.services.ship import ship_transfer
from packhaus.transfers.types import MOST_LINES, TransferDraft, TransferLineDraft, TransferPick
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.transfers import LEADS, link_transfer, open_transfer
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import DECISIONS, TITLES

MORE_LINES = 8


@open_to(*LEADS)
def draft(request: PageRequest) -> HttpResponse:
    """Show the form of a new transfer, and draft it."""
    if request.method != "POST":
        return _show(request, Draft({"title_passes": "never"}))
    try:
        form = FormReader(request.POST)
        merchant = get_merchant(scope=request.scope, merchant_id=form.read_chosen_id("merchant"))
        [made] = draft_transfers(
            scope=request.scope,
            merchant_id=merchant.id,
            drafts=[_read(form)],
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, _name_fields(request, refusal)))
    tell(request, _("%(number)s is drafted.") % {"number": made.number})
    return HttpResponseRedirect(reverse("console:transfer", args=[merchant.code, made.number]))


def _read(form: FormReader) -> TransferDraft:
    expected_on = form.read_date("expected_on")
    if expected_on is None:
        form.refuse("expected_on", "required", _("A date goes here."))
    codes = {name: form.read_text(name, is_required=True, at_most=16) for name in ("from_site", "to_site")}
    sites = get_site_ids(codes=codes.values())
    for name, code in codes.items():
        if code not in sites:
            form.refuse(name, "unknown", _("Choose one of the list."))
    lines = tuple(
        TransferLineDraft(
            form.read_text(f"sku_{index}", at_most=40), form.read_integer(f"quantity_{index}", default=1)
        )
        for index in _list_filled(form)
    )
    number = form.read_text("number", at_most=40)
    carrier = form.read_text("carrier_code", at_most=24)
    title = form.read_choice("title_passes", TITLES)
    form.check()
    assert expected_on is not None
    return TransferDraft(
        sites[codes["from_site"]], sites[codes["to_site"]], expected_on, lines, number, carrier, title
    )


def _list_filled(form: FormReader) -> list[int]:
    return [index for index in range(MOST_LINES) if form.sent.get(f"sku_{index}", "").strip()]


def _name_fields(request: PageRequest, refusal: Invalid) -> Invalid:
    filled = _list_filled(FormReader(request.POST))
    named = []
    for problem in refusal.problems:
        parts = problem.path.removeprefix("transfers.0.").split(".")
        if len(parts) == 3:
            parts = [f"line_{filled[int(parts[1])]}_{parts[2]}"]
        named.append(FieldProblem(parts[-1], problem.code, problem.message))
    return Invalid(named)


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    filled = [index for index in range(MOST_LINES) if draft.values.get(f"sku_{index}")]
    count = min(max(filled, default=-1) + 1 + MORE_LINES, MOST_LINES)
    problems = dict(draft.problems)
    context: dict[str, Any] = {
        "lines": [
            {
                "index": index,
                "sku": draft.values.get(f"sku_{index}", ""),
                "quantity": draft.values.get(f"quantity_{index}", ""),
                "problem": next(
                    (text for name, text in problems.items() if name.startswith(f"line_{index}_")), ""
                ),
            }
            for index in range(count)
        ],
        "merchants": [merchant for merchant in list_merchants(request.scope) if merchant.is_active],
        "sites": request.frame_choices.sites,
        "titles": list(TITLES.items()),
    }
    return show_form(request, "transfers/form.html", draft, context)


@require_POST
@open_to(*LEADS)
def release(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Set the units aside."""
    header = open_transfer(request, merchant, number).header
    release_transfer(scope=request.scope, transfer_id=header.id, now=request.now, actor=request.actor)
    url = link_undo(request, "transfer-released", id=str(header.id))
    tell(request, _("%(number)s is released: its units are set aside.") % {"number": number}, undo_url=url)
    return HttpResponseRedirect(link_transfer(header))


@undoes("transfer-released")
def retract(request: PageRequest, data: dict[str, Any]) -> None:
    """Make it a draft again."""
    retract_transfer(scope=request.scope, transfer_id=UUID(data["id"]), now=request.now, actor=request.actor)


@require_POST
@open_to(*LEADS, Role.ASSOCIATE)
def pick(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Book what was taken from a bin."""
    header = open_transfer(request, merchant, number).header
    form = FormReader(request.POST)
    one = TransferPick(
        client_id=form.read_text("client_id", is_required=True, at_most=60),
        line_id=form.read_integer("line", minimum=1),
        location_code=form.read_text("location", is_required=True, at_most=40).upper(),
        quantity=form.read_integer("quantity", minimum=1),
        serial=form.read_text("serial", at_most=40),
        unit_code=form.read_text("unit_code", at_most=20),
        unit_kind=request.POST.get("unit_kind", "carton"),
    )
    form.check()
    pick_for_transfer(
        scope=request.scope, transfer_id=header.id, pick=one, now=request.now, actor=request.actor
    )
    tell(request, _("Picked."))
    return HttpResponseRedirect(link_transfer(header))


@require_POST
@open_to(*LEADS, Role.ASSOCIATE)
def put_back(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Bring what was picked at once back to its bin."""
    header = open_transfer(request, merchant, number).header
    put_back_pick(
        scope=request.scope,
        transfer_id=header.id,
        client_id=request.POST.get("client_id", "")[:60],
        now=request.now,
        actor=request.actor,
    )
    tell(request, _("Booked as put back. Bring the units to their bin."))
    return HttpResponseRedirect(link_transfer(header))


@require_POST
@open_to(*LEADS)
def ship(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Let what was picked leave."""
    header = open_transfer(request, merchant, number).header
    ship_transfer(
        scope=request.scope, transfer_id=header.id, is_short=True, now=request.now, actor=request.actor
    )
    tell(request, _("%(number)s is on its way.") % {"number": number})
    return HttpResponseRedirect(link_transfer(header))


@require_POST
@open_to(*LEADS)
def cancel(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Cancel it, or say what becomes of it on the way."""
    header = open_transfer(request, merchant, number).header
    decision = request.POST.get("decision", "")
    cancel_transfer(
        scope=request.scope, transfer_id=header.id, decision=decision, now=request.now, actor=request.actor
    )
    if decision in DECISIONS and header.status == "in_transit":
        tell(request, f"{number}: {DECISIONS[decision]}")
    else:
        tell(request, _("%(number)s is cancelled.") % {"number": number})
    return HttpResponseRedirect(link_transfer(header))
