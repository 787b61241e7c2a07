"""Imports: what became of each file."""

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy

from packhaus.access.queries.merchants import list_merchants
from packhaus.channels.queries.list_import_runs import ImportRow, list_import_runs
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.import_uploads import describe_jobs, list_kinds
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.status import get_status
from packhaus.web.tables import Column


@page_of("console:imports")
def show_imports(request: PageRequest) -> HttpResponseBase:
    """List files that came in, with the form for the next one."""
    return show_list(
        request,
        IMPORTS,
        {"merchants": list_merchants(request.scope), "kinds": list_kinds(request), **describe_jobs(request)},
    )


def fetch_imports(asked: Asked, page: PageOf) -> Page[ImportRow]:
    """Read a page of files."""
    return list_import_runs(asked.request.scope, page=page, merchant_id=find_merchant_id(asked.request))


IMPORTS = ListPage(
    name="console:imports",
    template="orders/imports.html",
    row_type=ImportRow,
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
    fetch=fetch_imports,
    words={"state": lambda state: get_status("job", state).label},
)
