"""A file is shown before anything of it is written: its first rows, and what is wrong with them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.utils.text import get_valid_filename

from packhaus.access.queries.merchants import get_merchant
from packhaus.channels.services.preview_import import preview_import
from packhaus.channels.services.uploads import PART, get_upload_folder
from packhaus.kernel.errors import NotFound
from packhaus.web.guard import PageRequest
from packhaus.web.responses import render_page
from packhaus.web.told import tell_problem
from packhaus.web.uploads import StoredUpload

SALT = "packhaus.import"
GOOD_FOR_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class SeenFile:
    """An uploaded file that somebody looked into, and what was said about it."""

    merchant_id: UUID
    kind: str
    path: Path
    name: str
    sha256: bytes
    encoding: str


@dataclass(frozen=True, slots=True)
class _Token:
    """What the page of a file carries, signed: good for the person who sent it, for as long as the file is kept."""

    user: str
    merchant: str
    kind: str
    part: str
    name: str
    sha256: str
    encoding: str


def look_into_file(
    request: PageRequest, *, merchant_id: UUID, kind: str, file: object, encoding: str
) -> HttpResponse:
    """Show what is in an uploaded file and keep it for a day. Raises: BadFile; NotFound for a merchant out of scope."""
    assert isinstance(file, StoredUpload)
    merchant = get_merchant(scope=request.scope, merchant_id=merchant_id)
    preview = preview_import(
        scope=request.scope,
        merchant_id=merchant.id,
        kind=kind,
        path=file.path,
        encoding=encoding,
        now=request.now,
    )
    name = get_valid_filename(file.name or "file.csv")
    kept = file.path.with_name(f"seen-{file.path.name}")
    token = _Token(str(request.user.pk), str(merchant.id), kind, kept.name, name, file.sha256.hex(), encoding)
    file.path.rename(kept)
    context = {
        "preview": preview,
        "merchant": merchant,
        "kind": kind,
        "file_name": name,
        "token": signing.dumps(asdict(token), salt=SALT),
        "rejects": [(reject.line, reject.column, tell_problem(reject.message)) for reject in preview.rejects],
    }
    return render_page(request, "orders/import_preview.html", context)


def find_seen_file(request: PageRequest) -> SeenFile:
    """Return the file that a page with a preview sends on. Raises: NotFound when it is gone, or somebody else's."""
    try:
        sent = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature as error:
        raise NotFound("this file is kept no longer") from error
    token = _Token(**sent)
    path = get_upload_folder() / token.part
    if token.user != str(request.user.pk) or not token.part.endswith(PART) or not path.is_file():
        raise NotFound("this file is kept no longer")
    return SeenFile(
        UUID(token.merchant), token.kind, path, token.name, bytes.fromhex(token.sha256), token.encoding
    )
