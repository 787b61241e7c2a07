"""Files that people upload: straight to disk, and no larger than the view says.

Django reads a form's body before the view runs, when it looks for the CSRF token. So whether a body may be large, and
where its files go, is decided before that, by what the view is.
"""

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from packhaus.channels.services.uploads import PART, get_upload_folder
from packhaus.web.refusals import describe_status
from packhaus.web.responses import render_refusal

View = TypeVar("View", bound=Callable[..., Any])
# Names of fields, boundaries and a token beside the file itself.
FORM_BYTES = 1024 * 1024
_MARK = "takes_upload"


def takes_upload(view: View) -> View:
    """Let a signed-in person send this view a file up to the installation's limit. Goes on the outside of a view."""
    setattr(view, _MARK, True)
    return view


class StoredUpload(UploadedFile):  # type: ignore[type-arg]  # at run time it takes none
    """A file on disk with its hash; the view moves it on, or it is deleted."""

    def __init__(self, path: Path, sha256: bytes, **named: Any) -> None:
        super().__init__(None, **named)
        self.path = path
        self.sha256 = sha256


class StoreHandler(FileUploadHandler):
    """Write each piece of a file to disk as it comes."""

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        self._path = get_upload_folder() / f"{secrets.token_hex(16)}{PART}"
        self._digest = hashlib.sha256()
        self._path.touch(mode=0o600)
        self._file = self._path.open("wb")

    def receive_data_chunk(self, raw_data: bytes, _: int) -> None:
        self._file.write(raw_data)
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> StoredUpload:
        self._file.close()
        return StoredUpload(
            self._path,
            self._digest.digest(),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


def discard_upload(file: object) -> None:
    """Delete an uploaded file that nobody moved on; anything else, and one that was moved, is left."""
    if isinstance(file, StoredUpload):
        file.path.unlink(missing_ok=True)


class UploadMiddleware:
    """Refuse bodies that are too large before they are read, and send files to disk. Stands before CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Decide by what the view is and who asks."""
        is_upload = getattr(view, _MARK, False) and request.user.is_authenticated
        most = settings.UPLOAD_BYTES + FORM_BYTES if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if _read_length(request) > most:
            return render_refusal(request, describe_status(413))
        if is_upload and request.method == "POST":
            request.upload_handlers = [StoreHandler(request)]
        return None


def _read_length(request: HttpRequest) -> int:
    # Without a length nothing is read: WSGI knows no other end of a body.
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0
