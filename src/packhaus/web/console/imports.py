"""Imports: whether the file arrived whole."""

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.channels.queries.import_runs import list_rejects
from packhaus.channels.queries.list_import_runs import ImportRow, list_import_runs
from packhaus.channels.services.import_catalog import import_catalog
from packhaus.channels.services.import_orders import import_orders
from packhaus.channels.services.import_stock import import_stock
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists import ListPage, answer_rows, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.tables import Column, ListState

IMPORTERS = {"orders": import_orders, "catalog": import_catalog, "stock": import_stock}
LARGEST_BYTES = 32 * 1024 * 1024
IMPORTS = ListPage(
    template="orders/imports.html",
    columns=(
        Column("file", lazy("File")),
        Column("merchant", lazy("Merchant")),
        Column("started", lazy("Started")),
        Column("rows", lazy("Rows"), is_number=True),
        Column("taken", lazy("Taken"), is_number=True),
        Column("repeated", lazy("Repeated"), is_number=True),
        Column("rejected", lazy("Rejected"), is_number=True),
        Column("state", lazy("Status")),
    ),
    default="-started",
    file_name="imports",
)


@page_of("console:imports")
def show_imports(request: PageRequest) -> HttpResponse:
    """List files that came in, with the form for the next one."""

    def fetch(state: ListState, page: PageOf) -> Page[ImportRow]:
        return list_import_runs(request.scope, page=page, merchant_id=find_merchant_id(request))

    return show_list(request, IMPORTS, fetch, {"merchants": list_merchants(request.scope)})


@require_POST
@page_of("console:imports")
def upload(request: PageRequest) -> HttpResponse:
    """Import orders, items or stock; chunks are committed on their own, so that the same file again goes on."""
    form = FormReader(request.POST)
    merchant_id = form.read_id("merchant")
    kind = form.read_choice("kind", IMPORTERS)
    file = request.FILES.get("file")
    if merchant_id is None:
        form.refuse("merchant", "required", _("Choose one of the list."))
    if not isinstance(file, UploadedFile) or not file.size:
        form.refuse("file", "required", _("Choose a file that is not empty."))
    elif file.size > LARGEST_BYTES:
        form.refuse("file", "too_large", _("At most 32 MB; import larger files on the command line."))
    form.check()
    assert isinstance(file, UploadedFile)
    assert merchant_id is not None
    merchant = get_merchant(scope=request.scope, merchant_id=merchant_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / get_valid_filename(file.name or "orders.csv")
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        summary = IMPORTERS[kind](
            scope=request.scope, merchant_id=merchant.id, path=path, now=request.now, actor=request.actor
        )
    told = _("Of the file: %(taken)s taken, %(repeated)s repeated, %(rejected)s rejected.")
    messages.info(
        request, told % {"taken": summary.taken, "repeated": summary.repeated, "rejected": summary.rejected}
    )
    return HttpResponseRedirect(reverse("console:imports"))


@page_of("console:imports")
def download_rejects(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Send the rejected lines of a file with their reasons."""
    found = list_rejects(scope=request.scope, run_id=run_id)
    return answer_rows("rejects", ("line", "column", "code", "reason"), found)
