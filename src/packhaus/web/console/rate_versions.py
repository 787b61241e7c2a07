"""One version of a rate card: what it changes, its sheets as files, and the deeds that let it hold or not."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.channels.services.rate_files import write_rate_csv, write_rate_workbook
from packhaus.shipping.queries.rate_cards import (
    RateVersionRow,
    get_card,
    get_tables,
    get_version,
    list_service_codes,
    list_versions,
)
from packhaus.shipping.queries.rate_changes import get_version_changes
from packhaus.shipping.services.rate_versions import (
    publish_rates,
    restore_rates,
    unpublish_rates,
    withdraw_rates,
)
from packhaus.shipping.types.rate_sheets import SHEETS
from packhaus.web.console.rate_cards import KEEPERS, may_keep
from packhaus.web.console.rate_sample import build_sample
from packhaus.web.formats import format_day
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists.spreadsheet import MEDIA_TYPE
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words_of_rates import SHEET_WORDS


@page_of("console:rate-cards")
def show_version(request: PageRequest, version_id: UUID) -> HttpResponse:
    """Show a version: its days, its sheets, and what it changes against the one published before."""
    version = get_version(request.scope, version_id=version_id)
    card = get_card(request.scope, card_id=version.card_id)
    before = _find_before(request, version)
    changes = get_version_changes(request.scope, version=version, before_id=before.id if before else None)
    context: dict[str, Any] = {
        "card": card,
        "version": version,
        "before": before,
        "badges": [Badge("rates", version.status)],
        "pairs": _list_pairs(version),
        "changes": [(SHEET_WORDS[one.kind], one) for one in changes.sheets],
        "prices": changes.prices,
        **_list_actions(request, version),
    }
    return render_page(request, "rates/version.html", context)


@require_POST
@open_to(*KEEPERS)
def publish(request: PageRequest, version_id: UUID) -> HttpResponse:
    """Let a draft hold from its day on."""
    publish_rates(scope=request.scope, version_id=version_id, now=request.now, actor=request.actor)
    version = get_version(request.scope, version_id=version_id)
    told = _("Version %(number)s holds from %(day)s on.")
    undo_url = link_undo(request, "publish-rates", version=str(version_id))
    tell(request, told % {"number": version.number, "day": format_day(version.valid_from)}, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:rate-card", args=[version.card_id]))


@require_POST
@open_to(*KEEPERS)
def withdraw(request: PageRequest, version_id: UUID) -> HttpResponse:
    """Let a published version not count any longer."""
    withdraw_rates(scope=request.scope, version_id=version_id, now=request.now, actor=request.actor)
    undo_url = link_undo(request, "withdraw-rates", version=str(version_id))
    told = _("The version does not count any longer. What it priced stays as it is.")
    tell(request, told, undo_url=undo_url)
    version = get_version(request.scope, version_id=version_id)
    return HttpResponseRedirect(reverse("console:rate-card", args=[version.card_id]))


@require_POST
@open_to(*KEEPERS)
def restore(request: PageRequest, version_id: UUID) -> HttpResponse:
    """Let a withdrawn version count again."""
    _restore(request, {"version": str(version_id)})
    tell(request, _("The version counts again."))
    version = get_version(request.scope, version_id=version_id)
    return HttpResponseRedirect(reverse("console:rate-card", args=[version.card_id]))


@undoes("publish-rates")
def _unpublish(request: PageRequest, data: dict[str, Any]) -> None:
    unpublish_rates(
        scope=request.scope, version_id=UUID(data["version"]), now=request.now, actor=request.actor
    )


@undoes("withdraw-rates")
def _restore(request: PageRequest, data: dict[str, Any]) -> None:
    restore_rates(scope=request.scope, version_id=UUID(data["version"]), now=request.now, actor=request.actor)


@require_safe
@page_of("console:rate-cards")
def download(request: PageRequest, version_id: UUID, kind: str) -> HttpResponse:
    """Send a version as a workbook, or one of its sheets as CSV: what comes back from it is the same version."""
    version = get_version(request.scope, version_id=version_id)
    card = get_card(request.scope, card_id=version.card_id)
    name = get_valid_filename(f"{card.carrier_code}-{card.name}-{version.number}")
    return _answer(get_tables(request.scope, version_id=version_id), kind, name)


@require_safe
@page_of("console:rate-cards")
def download_sample(request: PageRequest, card_id: UUID, kind: str) -> HttpResponse:
    """Send small sheets of the carrier's own services: they can be loaded as they are, and filled in."""
    card = get_card(request.scope, card_id=card_id)
    services = list_service_codes(carrier_code=card.carrier_code)
    return _answer(build_sample(services=services, currency=card.currency), kind, "rate-card-sample")


def _answer(tables: dict[str, Any], kind: str, name: str) -> HttpResponse:
    if kind == "workbook":
        response = HttpResponse(write_rate_workbook(tables), content_type=MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    if kind not in SHEETS or kind not in tables:
        raise Http404
    response = HttpResponse("\ufeff" + write_rate_csv(tables[kind]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{kind}.csv"'
    return response


def _find_before(request: PageRequest, version: RateVersionRow) -> RateVersionRow | None:
    versions = list_versions(request.scope, card_id=version.card_id)
    return next((one for one in versions if one.number < version.number and one.status == "published"), None)


def _list_pairs(version: RateVersionRow) -> list[Pair]:
    until = format_day(version.valid_until) if version.valid_until else _("no end")
    return [
        Pair(_("From"), format_day(version.valid_from)),
        Pair(_("Until"), until),
        Pair(_("Currency"), version.currency),
    ]


def _list_actions(request: PageRequest, version: RateVersionRow) -> dict[str, Any]:
    workbook = Action(
        _("Download as XLSX"), reverse("console:rate-file", args=[version.id, "workbook"]), icon="download"
    )
    actions: dict[str, Any] = {"primary": None, "secondary": [workbook], "more": []}
    if may_keep(request) and version.status == "draft":
        url = reverse("console:publish-rates", args=[version.id])
        actions["primary"] = Action(_("Publish"), url, method="post")
    if may_keep(request) and version.status == "published":
        url = reverse("console:withdraw-rates", args=[version.id])
        actions["more"] = [Action(_("Withdraw"), url, method="post", is_danger=True)]
    if may_keep(request) and version.status == "withdrawn":
        url = reverse("console:restore-rates", args=[version.id])
        actions["more"] = [Action(_("Let it count again"), url, method="post")]
    return actions
