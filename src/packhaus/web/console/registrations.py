"""With whom merchants are registered: the list by what ends soonest, one registration, its evidence."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.terms.queries.list_registrations import (
    RegistrationFilter,
    RegistrationRow,
    get_evidence,
    get_registration,
    list_registrations,
)
from packhaus.terms.services.registrations import (
    accept_registrations,
    keep_evidence,
    restore_registrations,
    withdraw_registrations,
    write_registrations,
)
from packhaus.terms.types.registrations import STATUSES, Evidence, RegistrationDraft, Scheme
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_day
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.uploads import StoredUpload, discard_upload, takes_upload
from packhaus.web.words import name_code
from packhaus.web.words_of_registrations import BATTERY_KINDS, SCHEMES

WITHIN = {"7": lazy("7 days"), "30": lazy("30 days"), "90": lazy("90 days")}
MOST_BYTES = 5 * 1024 * 1024


@page_of("console:registrations")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List registrations, what ends soonest first."""
    may_change = Role.ADMIN in request.roles
    new = Action(_("New registration"), reverse("console:new-registration")) if may_change else None
    rules = Action(_("Laws that ask for them"), reverse("console:gate-rules"))
    return show_list(request, REGISTRATIONS, {"primary": new, "secondary": [rules]})


def fetch_registrations(asked: Asked, page: PageOf) -> Page[RegistrationRow]:
    """Read a page of registrations."""
    chosen = RegistrationFilter(
        merchant_id=find_merchant_id(asked.request),
        merchant_code=asked.read("of").upper(),
        country=asked.read("country").upper(),
        scheme=asked.read("scheme"),
        ends_within=int(asked.read("within")) if asked.read("within") in WITHIN else None,
        statuses=[status for status in asked.read_all("status") if status in STATUSES],
        ids=[one for one in map(read_uuid, asked.keys) if one],
    )
    return list_registrations(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


REGISTRATIONS = ListPage(
    name="console:registrations",
    template="registrations/list.html",
    row_type=RegistrationRow,
    columns=(
        Column("number", lazy("Number")),
        Column("status", lazy("Status")),
        Column("merchant", lazy("Merchant")),
        Column("country", lazy("Country")),
        Column("scheme", pgettext_lazy("registration", "For")),
        Column("brand", pgettext_lazy("registration", "Brand and class")),
        Column("ends_on", pgettext_lazy("registration", "Ends on"), is_sortable=True),
        Column("evidence", pgettext_lazy("registration", "Evidence")),
    ),
    default="ends_on",
    fetch=fetch_registrations,
    fields=(
        FilterField(
            "status", lazy("Status"), [(one, get_status("registration", one).label) for one in STATUSES]
        ),
        FilterField("scheme", pgettext_lazy("registration", "For"), list(SCHEMES.items())),
        FilterField("within", pgettext_lazy("registration", "Ends within"), list(WITHIN.items())),
        FilterField("country", lazy("Country")),
        FilterField("of", lazy("Merchant")),
    ),
    views=(
        View(
            "current",
            pgettext_lazy("registration", "In force"),
            "status=valid&status=ending&status=pending",
            lazy("No registration is in force."),
        ),
        View(
            "claimed",
            pgettext_lazy("registration", "To be checked"),
            "status=claimed",
            lazy("No merchant has entered a registration that nobody has looked at."),
        ),
        View(
            "ending",
            pgettext_lazy("registration", "Ending soon"),
            "within=90",
            lazy("No registration ends within three months without another that follows."),
        ),
        View(
            "ended",
            pgettext_lazy("registration", "Ended"),
            "status=ended",
            lazy("No registration has ended."),
        ),
        View("all", lazy("All")),
    ),
    words={
        "status": lambda status: get_status("registration", status).label,
        "scheme": lambda scheme: name_code("scheme", scheme),
    },
)


@page_of("console:registrations")
def show_registration(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Show one registration with its evidence."""
    return _show(request, registration_id, Draft())


def _show(request: PageRequest, registration_id: UUID, draft: Draft) -> HttpResponse:
    row = get_registration(scope=request.scope, registration_id=registration_id, now=request.now)
    may_change = Role.ADMIN in request.roles and row.status != "withdrawn"
    context = {
        "row": row,
        "badges": [Badge("registration", row.status)],
        "pairs": _list_pairs(row),
        "may_change": may_change,
        "primary": Action(
            _("Accept it"), reverse("console:accept-registration", args=[row.id]), method="post"
        )
        if may_change and row.status == "claimed"
        else None,
        "evidence_url": reverse("console:registration-evidence", args=[row.id]) if row.has_evidence else "",
        "more": [
            Action(
                _("Withdraw"),
                reverse("console:withdraw-registration", args=[row.id]),
                method="post",
                is_danger=True,
            )
        ]
        if may_change
        else [],
    }
    return show_form(request, "registrations/registration.html", draft, context)


def _list_pairs(row: RegistrationRow) -> list[Pair]:
    device = name_code("battery_kind", row.device_class)
    return [
        Pair(_("Merchant"), row.merchant_code),
        Pair(_("Country"), row.country),
        Pair(_("For"), name_code("scheme", row.scheme)),
        Pair(_("Number"), row.number, is_code=True),
        Pair(_("Brand"), row.brand),
        Pair(_("Class of device or battery"), device),
        Pair(_("Register or system"), row.kept_by),
        Pair(_("From"), format_day(row.valid_from)),
        Pair(_("Until"), format_day(row.valid_to) if row.valid_to else _("no end")),
    ]


@open_to(Role.ADMIN)
def add_registration(request: PageRequest) -> HttpResponse:
    """Show the form of a registration, and write it down."""
    if request.method != "POST":
        chosen = request.frame_choices.merchant
        values = {
            "merchant": chosen.code if chosen else "",
            "country": request.GET.get("country", "").upper()[:2],
            "scheme": request.GET.get("scheme", ""),
            "brand": request.GET.get("brand", "")[:60],
            "device_class": request.GET.get("device_class", "")[:40],
        }
        wanted = request.GET.get("for", "")
        return _show_form(request, Draft(values | ({"merchant": wanted} if wanted else {})))
    form = FormReader(request.POST)
    try:
        merchant = get_merchant_by_code(
            scope=request.scope, code=form.read_text("merchant", is_required=True)
        )
        draft = read_registration(form, today=request.now.date())
        made = write_registrations(
            scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show_form(request, Draft.of(request.POST, refusal))
    if not made:
        tell(request, _("This registration was written down before."))
        return HttpResponseRedirect(reverse("console:registrations"))
    tell(request, _("The registration is written down. Add its evidence here."))
    return HttpResponseRedirect(reverse("console:registration", args=[made[0]]))


def read_registration(form: FormReader, *, today: date) -> RegistrationDraft:
    """Read a registration of a form. Raises: Invalid."""
    valid_from = form.read_date("valid_from")
    draft = RegistrationDraft(
        country=form.read_text("country", is_required=True, at_most=2).upper(),
        scheme=form.read_choice("scheme", [one.value for one in Scheme]),
        number=form.read_text("number", is_required=True, at_most=60),
        valid_from=valid_from or today,
        valid_to=form.read_date("valid_to"),
        brand=form.read_text("brand", at_most=60),
        device_class=form.read_text("device_class", at_most=40),
        kept_by=form.read_text("kept_by", at_most=80),
    )
    form.check()
    return draft


def _show_form(request: PageRequest, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {
        "merchants": list_merchants(request.scope),
        "schemes": list(SCHEMES.items()),
        "battery_kinds": list(BATTERY_KINDS.items()),
        "today": request.now.date(),
    }
    return show_form(request, "registrations/form.html", draft, context)


@takes_upload
@require_POST
@open_to(Role.ADMIN)
def add_evidence(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Keep the document that proves a registration."""
    try:
        keep_sent_evidence(request, registration_id)
    except Invalid as refusal:
        return _show(request, registration_id, Draft.of(request.POST, refusal))
    finally:
        discard_upload(request.FILES.get("evidence"))
    tell(request, _("The evidence is kept."))
    return HttpResponseRedirect(reverse("console:registration", args=[registration_id]))


def keep_sent_evidence(request: PageRequest, registration_id: UUID) -> None:
    """Keep the document that a form carries as the proof of a registration. Raises: Invalid."""
    file, form = request.FILES.get("evidence"), FormReader(request.POST)
    if not isinstance(file, StoredUpload) or not file.size:
        form.refuse("evidence", "required", _("Choose a file that is not empty."))
    elif file.size > MOST_BYTES:
        form.refuse("evidence", "too_large", _("At most 5 MB."))
    form.check()
    assert isinstance(file, StoredUpload)
    evidence = Evidence(file.content_type or "", file.path.read_bytes())
    keep_evidence(
        scope=request.scope, registration_id=registration_id, evidence=evidence, now=request.now,
        actor=request.actor,
    )  # fmt: skip


@require_POST
@open_to(Role.ADMIN)
def accept(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Let a registration count that a merchant said of itself."""
    taken = accept_registrations(
        scope=request.scope, ids=[registration_id], now=request.now, actor=request.actor
    )
    if taken:
        tell(request, _("The registration counts from now on."))
    return HttpResponseRedirect(reverse("console:registration", args=[registration_id]))


@require_safe
@page_of("console:registrations")
def download_evidence(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Send the document that proves a registration."""
    return send_evidence(request, registration_id)


def send_evidence(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Return the document that proves a registration as a file. Raises: RegistrationNotFound."""
    evidence = get_evidence(scope=request.scope, registration_id=registration_id)
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[evidence.media_type]
    response = HttpResponse(evidence.content, content_type=evidence.media_type)
    response["Content-Disposition"] = f'attachment; filename="evidence-{registration_id}.{ending}"'
    return response


@require_POST
@open_to(Role.ADMIN)
def withdraw(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Let a registration not count any more."""
    gone = withdraw_registrations(
        scope=request.scope, ids=[registration_id], now=request.now, actor=request.actor
    )
    if gone:
        url = link_undo(request, "registration-withdrawn", id=str(registration_id))
        tell(request, _("The registration is withdrawn."), undo_url=url)
    return HttpResponseRedirect(reverse("console:registration", args=[registration_id]))


@undoes("registration-withdrawn")
def restore(request: PageRequest, data: dict[str, Any]) -> None:
    """Let it count again."""
    restore_registrations(scope=request.scope, ids=[UUID(data["id"])], now=request.now, actor=request.actor)
