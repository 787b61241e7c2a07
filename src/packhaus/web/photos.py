"""Photos that a form sends."""

from django.utils.translation import gettext as _

from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.parties.services.pictures import MOST_BYTES, Picture
from packhaus.web.guard import PageRequest
from packhaus.web.uploads import StoredUpload, discard_upload


def read_photo(request: PageRequest) -> Picture:
    """Return the photo that a form sent; its file on disk is gone. Raises: Invalid."""
    file = request.FILES.get("photo")
    try:
        if not isinstance(file, StoredUpload) or not file.size:
            raise Invalid([FieldProblem("photo", "required", _("Choose a photo."))])
        if file.size > MOST_BYTES:
            raise Invalid(
                [FieldProblem("photo", "too_large", f"has at most {MOST_BYTES // 1024**2} megabytes")]
            )
        return Picture(file.path.read_bytes())
    finally:
        discard_upload(file)
