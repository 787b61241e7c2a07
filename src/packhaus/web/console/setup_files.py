"""Files of items, sites, locations and pick faces: taken from the pages they belong to, with a sample of each."""

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import Role
from packhaus.channels.services.import_kinds import SITE_FILES
from packhaus.channels.types import ImportSummary
from packhaus.web.console.import_uploads import queue_file, read_encoding
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.uploads import StoredUpload, discard_upload, takes_upload

LARGEST_BYTES = 8 * 1024 * 1024
KEEPERS = (Role.LEAD, Role.PLANNER, Role.ADMIN)
SENDERS = (*KEEPERS, Role.FINANCE)
ADMINS, LEADS = frozenset({Role.ADMIN}), frozenset({Role.LEAD, Role.ADMIN})


class PageFile(NamedTuple):
    """A kind of file that is taken from the page it belongs to: who sends it there, and a small one to fill in."""

    page: str
    senders: frozenset[Role]
    sample: str


# Columns: docs/files.md.
FILES = {
    "catalog": PageFile(
        "console:catalog",
        frozenset(KEEPERS),
        "sku,name,kind,length_mm,width_mm,height_mm,weight_grams,barcodes\n"
        'MUG-BLUE,"Mug, blue",stock,120,90,100,350,4006381333931\n'
        "LAMP-1,Lamp,stock,300,200,200,1200,\n",
    ),
    "sites": PageFile(
        "console:sites",
        ADMINS,
        "site,name,timezone,country,postal_code,city,kind,run_by,priority,working_weekdays,cut_offs\n"
        "BER-1,Berlin,Europe/Berlin,DE,10115,Berlin,warehouse,own,10,1111100,DHL 17:00|UPS 16:30 12345\n",
    ),
    "locations": PageFile(
        "console:locations",
        ADMINS,
        "site,location,kind,zone,aisle,bay,level,walk_sequence,max_weight_grams\n"
        "BER-1,A-01-01-1,pick_face,A,01,01,1,1000,120000\n"
        "BER-1,A-01-02-1,pick_face,A,01,02,1,1001,120000\n",
    ),
    "capacity": PageFile(
        "console:locations",
        LEADS,
        "site,location,max_volume_mm3,max_weight_grams,max_pallets,mixing\n"
        "BER-1,A-01-01-1,96000000,120000,,one_sku\n"
        "BER-1,R-01-01-1,,1500000,1,mixed\n",
    ),
    "transit-times": PageFile(
        "console:transit-times",
        ADMINS,
        "service,from_country,from_postal,to_country,to_postal,to_region,min_days,max_days\n"
        "DHL-STD,DE,,DE,,,1,2\n"
        "DHL-STD,DE,,DE,259,,3,4\n"
        "DHL-STD,DE,,,,,4,7\n",
    ),
    "carrier-bills": PageFile(
        "console:carrier-bills",
        frozenset({Role.FINANCE, Role.ADMIN}),
        "carrier,bill,billed_on,currency,tracking_number,charge,amount,weight_grams\n"
        "DHL,4711,2026-10-31,EUR,00340434292135100186,freight,4.90,1200\n"
        "DHL,4711,2026-10-31,EUR,00340434292135100186,fuel,0.37,\n"
        "DHL,4711,2026-10-31,EUR,,pick-up,25.00,\n",
    ),
    "faces": PageFile(
        "console:faces",
        LEADS,
        "site,merchant,sku,location,minimum,maximum\nBER-1,ACME,MUG-BLUE,A-01-01-1,12,48\n",
    ),
}


def may_take_files(request: PageRequest) -> bool:
    """Tell whether this person may send files of capacities and pick faces."""
    return bool(request.roles & LEADS)


def _may_send(request: PageRequest, kind: str) -> bool:
    return kind in FILES and bool(request.roles & FILES[kind].senders)


@require_safe
@open_to(*SENDERS)
def download_sample(request: PageRequest, kind: str) -> HttpResponse:
    """Send a small file that can be filled in and imported."""
    if kind not in FILES:
        raise Http404
    response = HttpResponse("\ufeff" + FILES[kind].sample, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}-sample.csv"'
    return response


@takes_upload
@require_POST
@open_to(*SENDERS)
def upload_file(request: PageRequest, kind: str) -> HttpResponse:
    """Queue a file of items; the others are few and imported at once.

    What was refused stands in the list of imports with its reasons.
    """
    file = request.FILES.get("file")
    try:
        if not _may_send(request, kind):
            raise Http404
        target = FILES[kind].page if _take(request, kind, file) else "console:imports"
    finally:
        discard_upload(file)
    return HttpResponseRedirect(reverse(target))


def _take(request: PageRequest, kind: str, file: object) -> bool:
    """Take a file; False when some of its rows were refused."""
    form = FormReader(request.POST)
    if not isinstance(file, StoredUpload) or not file.size:
        form.refuse("file", "required", _("Choose a file that is not empty."))
    elif kind != "catalog" and file.size > LARGEST_BYTES:
        form.refuse("file", "too_large", _("At most 8 MB; import larger files on the command line."))
    merchant_id = _find_merchant(request, form) if kind == "catalog" else None
    encoding = read_encoding(form)
    form.check()
    assert isinstance(file, StoredUpload)
    if merchant_id is not None:
        queue_file(request, merchant_id=merchant_id, kind=kind, file=file, encoding=encoding)
        return True
    summary = _import(request, kind, file, encoding)
    told = _("Of the file: %(taken)s taken, %(repeated)s repeated, %(rejected)s rejected.")
    messages.info(
        request, told % {"taken": summary.taken, "repeated": summary.repeated, "rejected": summary.rejected}
    )
    return not summary.rejected


def _find_merchant(request: PageRequest, form: FormReader) -> UUID | None:
    """Return the merchant that was chosen, or the only one there is."""
    merchants = list_merchants(request.scope)
    chosen = form.read_id("merchant")
    if chosen is None and len(merchants) == 1:
        return merchants[0].id
    if chosen is None:
        form.refuse("merchant", "required", _("Choose one of the list."))
    return chosen


def _import(request: PageRequest, kind: str, file: StoredUpload, encoding: str) -> ImportSummary:
    with tempfile.TemporaryDirectory() as folder:  # the file's own name is told, and rejects lie beside it
        path = Path(folder) / get_valid_filename(file.name or f"{kind}.csv")
        shutil.copyfile(file.path, path)
        take = SITE_FILES[kind]
        return take(scope=request.scope, path=path, now=request.now, actor=request.actor, encoding=encoding)
