"""Read ZPL as a printer does: the dots of each label."""

import base64
import binascii
import io
import re
import zlib

from PIL import Image

_GRAPHIC = re.compile(rb"\^PW(\d+)\^LL(\d+).*?\^GFA,(\d+),\d+,(\d+),:Z64:([^:]+):([0-9A-F]{4})\^FS")


def read_labels(zpl: bytes) -> list[bytes]:
    """Return a PNG of each label, with the sums checked."""
    return [_read(*found.groups()) for found in _GRAPHIC.finditer(zpl)]


def _read(width: bytes, height: bytes, size: bytes, row: bytes, packed: bytes, crc: bytes) -> bytes:
    assert binascii.crc_hqx(packed, 0) == int(crc, 16)
    dots = zlib.decompress(base64.b64decode(packed))
    assert len(dots) == int(size) == int(row) * int(height)
    black = Image.frombytes("1", (int(row) * 8, int(height)), dots).crop((0, 0, int(width), int(height)))
    page = io.BytesIO()
    black.convert("L").point([255 - grey for grey in range(256)]).save(page, "PNG")
    return page.getvalue()
