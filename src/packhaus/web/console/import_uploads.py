"""Files on their way in: uploaded, queued, watched, stopped, and what was not taken of them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant
from packhaus.access.types import OPERATOR_ROLES, Role
from packhaus.channels.queries.import_jobs import list_import_jobs
from packhaus.channels.queries.import_runs import get_run_name, list_rejects
from packhaus.channels.services.csv_reader import ENCODINGS
from packhaus.channels.services.import_kinds import MERCHANT_FILES, Sender
from packhaus.channels.services.queue_import import go_on_with_import, queue_import, stop_import
from packhaus.channels.services.uploads import find_rejects
from packhaus.web.console.import_preview import find_seen_file, look_into_file
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists.export import answer_rows
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.responses import is_fragment_wanted, render_page
from packhaus.web.uploads import StoredUpload, discard_upload, takes_upload


@takes_upload
@require_POST
@page_of("console:imports")
def upload(request: PageRequest) -> HttpResponse:
    """Queue orders, items or stock. The file is on disk already; a worker imports it.

    Who only wants to look is shown what is in it; it is kept for a day, and the page that shows it imports it.
    """
    file = request.FILES.get("file")
    try:
        merchant_id, kind, encoding = _read_form(request, file)
        if request.POST.get("do") == "look":
            return look_into_file(request, merchant_id=merchant_id, kind=kind, file=file, encoding=encoding)
        queue_file(request, merchant_id=merchant_id, kind=kind, file=file, encoding=encoding)
    finally:
        discard_upload(file)
    return HttpResponseRedirect(reverse("console:imports"))


@require_POST
@page_of("console:imports")
def import_seen(request: PageRequest) -> HttpResponse:
    """Queue a file that was looked into. Raises: NotFound when it is kept no longer, or is somebody else's."""
    seen = find_seen_file(request)
    _queue(request, seen.merchant_id, seen.kind, seen.path, seen.name, seen.sha256, seen.encoding)
    return HttpResponseRedirect(reverse("console:imports"))


def queue_file(
    request: PageRequest, *, merchant_id: UUID, kind: str, file: object, encoding: str = ""
) -> None:
    """Queue an uploaded file's import and say so. Raises: NotFound for a merchant out of scope."""
    assert isinstance(file, StoredUpload)
    name = get_valid_filename(file.name or "file.csv")
    _queue(request, merchant_id, kind, file.path, name, file.sha256, encoding)


def _queue(
    request: PageRequest, merchant_id: UUID, kind: str, path: Path, name: str, sha256: bytes, encoding: str
) -> None:
    queued = queue_import(
        scope=request.scope,
        merchant_id=get_merchant(scope=request.scope, merchant_id=merchant_id).id,
        kind=kind,
        path=path,
        file_name=name,
        sha256=sha256,
        now=request.now,
        actor=request.actor,
        encoding=encoding,
    )
    if queued.was_done:
        messages.info(request, _("This file came in before; nothing was done."))
    else:
        messages.success(request, _("The file is here. You can leave this page; the import goes on."))


def list_kinds(request: PageRequest) -> list[str]:
    """Return what this person's files may have in them: shelves are the operator's, rules its admins'."""
    senders = {Sender.MERCHANT}
    if request.roles & OPERATOR_ROLES:
        senders.add(Sender.OPERATOR)
    if Role.ADMIN in request.roles:
        senders.add(Sender.ADMIN)
    return [kind for kind, file in MERCHANT_FILES.items() if file.sent_by in senders]


def _read_form(request: PageRequest, file: object) -> tuple[UUID, str, str]:
    form = FormReader(request.POST)
    merchant_id = form.read_id("merchant")
    kind = form.read_choice("kind", list_kinds(request))
    encoding = read_encoding(form)
    if merchant_id is None:
        form.refuse("merchant", "required", _("Choose one of the list."))
    if not isinstance(file, StoredUpload) or not file.size:
        form.refuse("file", "required", _("Choose a file that is not empty."))
    form.check()
    assert merchant_id is not None
    return merchant_id, kind, encoding


def read_encoding(form: FormReader) -> str:
    """Read what the file is said to be written in; nothing is to be found out."""
    return form.read_choice("encoding", ENCODINGS) if form.sent.get("encoding") else ""


def describe_jobs(request: PageRequest) -> dict[str, Any]:
    """Return what the part with running imports shows."""
    jobs = list_import_jobs(request.scope, now=request.now, merchant_id=find_merchant_id(request))
    return {"jobs": jobs, "is_active": any(job.is_active for job in jobs)}


@page_of("console:imports")
def show_jobs(request: PageRequest) -> HttpResponseBase:
    """Answer the part with running imports; when the last has ended, the list below is new too."""
    described = describe_jobs(request)
    if not is_fragment_wanted(request):
        return HttpResponseRedirect(reverse("console:imports"))
    answer = render_page(request, "orders/imports.html", described, fragment="orders/_import_jobs.html")
    if not described["is_active"]:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@page_of("console:imports")
def stop(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Stop an import; what was taken stays."""
    stop_import(scope=request.scope, run_id=run_id, now=request.now)
    messages.info(request, _("The import was stopped. What was taken stays."))
    return HttpResponseRedirect(reverse("console:imports"))


@require_POST
@page_of("console:imports")
def go_on(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Go on with an import that failed or was stopped."""
    go_on_with_import(scope=request.scope, run_id=run_id, actor=request.actor)
    return HttpResponseRedirect(reverse("console:imports"))


@page_of("console:imports")
def download_rejects(request: PageRequest, run_id: UUID) -> HttpResponseBase:
    """Send the rejected rows of a file with their reasons, ready to be corrected; later the reasons alone."""
    name = get_run_name(scope=request.scope, run_id=run_id)
    path = find_rejects(run_id=run_id)
    if path is not None:
        stem = name.removesuffix(".csv")
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}.rejects.csv")
    found = list_rejects(scope=request.scope, run_id=run_id)
    return answer_rows("rejects", ("line", "column", "code", "reason"), found)
