"""Pictures that people upload to have them printed."""

from pathlib import Path

import typst

from packhaus.kernel.documents.engine import render_pages
from packhaus.kernel.documents.errors import UnprintableImage

_TEMPLATE = Path(__file__).with_name("image.typ")
_LARGEST_BYTES = 256 * 1024
_SMALL_DOTS_PER_INCH = 24


def check_image(*, image: bytes) -> None:
    """Refuse what the engine cannot print: ask at upload, so that no packing slip fails at the packing table.

    Raises: UnprintableImage when it is over 256 KiB, no PNG, JPEG, GIF, WebP or SVG, broken, or an SVG with a linked
    image (nothing may be read from the machine that prints).
    """
    if len(image) > _LARGEST_BYTES:
        raise UnprintableImage(rule=f"at most {_LARGEST_BYTES} bytes")
    try:
        render_pages(template=_TEMPLATE, data={"image": list(image)}, dots_per_inch=_SMALL_DOTS_PER_INCH)
    except typst.TypstError as error:
        raise UnprintableImage(rule=error.message) from error
