"""Pages as ZPL: each a picture in the printer's own dots, so that every script and barcode prints as on the PDF.

Source: Zebra Programming Guide (P1099958), ^GF with Z64: rows of dots from the left, 1 is black, deflated, in Base64,
then the CRC-16 (X.25 polynomial 0x1021, from 0) of that text.
"""

import base64
import binascii
import io
import zlib
from collections.abc import Sequence

from PIL import Image

MM_PER_INCH = 25.4
_BLACK_BELOW = 128
_AS_BLACK = [255 if grey < _BLACK_BELOW else 0 for grey in range(256)]


def count_dots_per_inch(dots_per_mm: int) -> float:
    """Return the density at which a millimetre of a page is a whole number of dots."""
    return dots_per_mm * MM_PER_INCH


def write_zpl(*, pages: Sequence[bytes]) -> bytes:
    """Write PNG pages, drawn at the printer's density, as one label each."""
    return b"".join(map(_write_label, pages))


def _write_label(page: bytes) -> bytes:
    with Image.open(io.BytesIO(page)) as picture:
        dots = picture.convert("L").point(_AS_BLACK).convert("1", dither=Image.Dither.NONE)
    width, height = dots.size
    row_bytes = (width + 7) // 8
    size = row_bytes * height
    packed = base64.b64encode(zlib.compress(dots.tobytes(), 9))
    head = f"^XA^PW{width}^LL{height}^LH0,0^FO0,0^GFA,{size},{size},{row_bytes},:Z64:".encode()
    return head + packed + f":{binascii.crc_hqx(packed, 0):04X}^FS^XZ\n".encode()
