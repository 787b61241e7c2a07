"""Jobs and parked events, and the audit: what the machinery does, and who did what."""

import json
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.access.queries.users import list_users
from packhaus.insight.queries.audit import AuditFilter, AuditRow, list_audit, read_audit
from packhaus.insight.queries.causes import list_causes
from packhaus.insight.queries.jobs import list_failed_jobs, list_tasks
from packhaus.insight.services.mend import release_parked, retry_jobs, rewind_reader
from packhaus.journal.queries.lag import list_lags
from packhaus.journal.queries.parked import list_parked_entries
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.web.audit_details import list_details
from packhaus.web.audit_story import GROUPS, name_object, tell_deed
from packhaus.web.causes import tell_causes
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists.export import stream_rows
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.tables import link_with

DAYS_SHOWN = 7
DAYS_AT_MOST = 366
AUDIT_COLUMNS = (
    "happened_at", "actor_kind", "actor_id", "actor", "kind", "sentence", "merchant", "object_kind", "object_id",
    "data",
)  # fmt: skip


@require_safe
@page_of("console:jobs")
def show_jobs(request: PageRequest) -> HttpResponse:
    """Show tasks with what waits and failed, the readers of the journal, and what they left aside."""
    return _show_jobs(request, Draft())


def _show_jobs(request: PageRequest, draft: Draft) -> HttpResponse:
    failed = list_failed_jobs(request.scope)
    retry_all = Action(
        _("Try all failed jobs again"),
        reverse("console:change-jobs"),
        method="post",
        icon="refresh",
        name="do",
        value="retry-all",
    )
    context = {
        "tasks": list_tasks(request.scope),
        "failed": failed,
        "lags": list_lags(scope=request.scope),
        "parked": list_parked_entries(request.scope),
        "primary": retry_all if failed else None,
        "today": request.now.date(),
    }
    return show_form(request, "setup/jobs.html", draft, context)


@require_POST
@page_of("console:jobs")
def change_jobs(request: PageRequest) -> HttpResponse:
    """Try failed jobs or parked entries again, or let a reader read again from a day on."""
    form = FormReader(request.POST)
    named: dict[str, Any] = {"scope": request.scope, "now": request.now, "actor": request.actor}
    wanted = form.read_choice("do", ("retry", "retry-all", "release", "rewind"))
    try:
        form.check()
        if wanted in {"retry", "retry-all"}:
            ids = [form.read_integer("job")] if wanted == "retry" else []
            form.check()
            count = retry_jobs(job_ids=ids, **named)
            messages.info(request, _("Jobs that wait again: %(count)s") % {"count": count})
        elif wanted == "release":
            release_parked(
                name=form.read_text("reader", is_required=True, at_most=60),
                aggregate_id=form.read_text("aggregate", is_required=True, at_most=40),
                **named,
            )
            messages.info(request, _("They are tried again within a minute."))
        else:
            _rewind(form, named)
            messages.info(request, _("The reader reads again from that day on."))
    except Invalid as refusal:
        return _show_jobs(request, Draft.of(request.POST, refusal))
    return HttpResponseRedirect(reverse("console:jobs"))


def _rewind(form: FormReader, named: dict[str, Any]) -> None:
    name = form.read_text("reader", is_required=True, at_most=60)
    since = form.read_date("since")
    if since is None:
        form.refuse("since", "required", _("A date goes here."))
    form.check()
    assert since is not None
    rewind_reader(name=name, since=since, **named)


@require_safe
@page_of("console:audit")
def show_audit(request: PageRequest) -> HttpResponseBase:
    """Show who did what, the last week of people's deeds first; all of it as a file when asked."""
    form = FormReader(request.GET)
    last = form.read_date("last") or request.now.date()
    first = form.read_date("first") or last - timedelta(days=DAYS_SHOWN)
    _check_period(form, first, last)
    wanted = AuditFilter(
        first=first,
        last=last,
        actor=form.read_text("actor", at_most=40),
        object=form.read_text("object", at_most=40),
        kinds=_read_kinds(form),
        is_by_people="everybody" not in request.GET,
        merchant_id=find_merchant_id(request),
    )
    form.check()
    if request.GET.get("format") == "csv":
        return stream_rows("audit", AUDIT_COLUMNS, map(_write_row, read_audit(request.scope, wanted=wanted)))
    page = list_audit(
        request.scope,
        wanted=wanted,
        page=PageOf(request.GET.get("after", ""), request.GET.get("before", ""), is_descending=True),
    )
    causes = list_causes(request.scope, entries=page.rows)
    context = {
        "rows": [
            (
                row,
                deed,
                name_object(row.aggregate_kind),
                list_details(row.kind, row.data, deed=deed),
                tell_causes(causes.get(row.id, ())),
            )
            for row in page.rows
            for deed in [tell_deed(row.kind, row.data)]
        ],
        "groups": [(key, label) for key, (label, _kinds) in GROUPS.items()],
        "group": request.GET.get("group", ""),
        "export_url": link_with(request.GET, format="csv", after="", before=""),
        "total": page.total,
        "wanted": wanted,
        "people": list_users(request.scope),
        "newer_url": link_with(request.GET, before=page.newer_key, after="") if page.newer_key else "",
        "older_url": link_with(request.GET, after=page.older_key, before="") if page.older_key else "",
    }
    return render_page(request, "setup/audit.html", context)


def _read_kinds(form: FormReader) -> tuple[str, ...]:
    """Read which kinds are wanted: those of a group, or one that an address names."""
    group, kind = form.read_text("group", at_most=20), form.read_text("kind", at_most=48)
    if group and group not in GROUPS:
        form.refuse("group", "unknown", _("Choose one of the list."))
    return (kind,) if kind else GROUPS[group][1] if group in GROUPS else ()


def _write_row(row: AuditRow) -> tuple[object, ...]:
    return (
        row.happened_at.isoformat(),
        row.actor_kind,
        row.actor_id,
        row.actor_name,
        row.kind,
        tell_deed(row.kind, row.data),
        row.merchant_code,
        row.aggregate_kind,
        row.aggregate_id,
        json.dumps(row.data, ensure_ascii=False),
    )


def _check_period(form: FormReader, first: date, last: date) -> None:
    if not timedelta() <= last - first <= timedelta(days=DAYS_AT_MOST):
        form.refuse("first", "range", _("A year at most, and the end is not before the beginning."))
