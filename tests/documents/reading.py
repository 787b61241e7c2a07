"""Read printed paper back: text from a PDF, barcodes from its picture."""

import io
import re
import struct
from collections.abc import Iterable

import numpy as np
import pypdf
import zxingcpp
from PIL import Image
from pypdf.generic import ContentStream, TextStringObject

from packhaus.kernel.documents.barcodes import Barcode


def squeeze(words: str) -> str:
    """Drop every space: a PDF has none, readers guess them from the gaps between letters."""
    return re.sub(r"[\s\u200b]+", "", words)


def read_text(pdf: bytes) -> str:
    """Return the text of all pages, squeezed."""
    return squeeze("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def count_missing_glyphs(pdf: bytes) -> int:
    """Count the letters that are drawn as glyph 0, the box for what a font does not have."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return sum(_count_missing(page, reader) for page in reader.pages)


def _count_missing(page: pypdf.PageObject, reader: pypdf.PdfReader) -> int:
    missing = 0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in {b"Tj", b"TJ"}:
            shown = operands[0] if operator == b"TJ" else operands
            for part in shown:
                if isinstance(part, (bytes, TextStringObject)):
                    missing += _list_glyphs(part).count(0)
    return missing


def _list_glyphs(shown: bytes | TextStringObject) -> list[int]:
    """Return the glyphs of a string: two bytes each, as every font of ours is embedded."""
    codes = shown if isinstance(shown, bytes) else shown.original_bytes
    return list(struct.unpack(f">{len(codes) // 2}H", codes))


def count_pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def scan(pages: Iterable[bytes]) -> set[tuple[str, str]]:
    """Return (format, text) of every symbol that a scanner finds on these pictures."""
    return {
        (symbol.format.name, symbol.text)
        for page in pages
        for symbol in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L"))
    }


def scan_symbol(barcode: Barcode) -> tuple[str, str]:
    """Paint one symbol by itself, without the document engine, and scan it."""
    pixels = np.full((barcode.rows, barcode.columns), 255, dtype=np.uint8)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v", barcode.svg.decode()):
        pixels[int(y), int(x) : int(x) + int(run)] = 0
    scale = 4
    tall = 60 if barcode.rows == 1 else scale
    painted = np.pad(np.kron(pixels, np.ones((tall, scale), dtype=np.uint8)), 24, constant_values=255)
    found = zxingcpp.read_barcodes(painted)
    assert len(found) == 1, [symbol.text for symbol in found]
    return found[0].format.name, found[0].text


def find_ink_edges(page: bytes) -> tuple[float, float]:
    """Return where printing begins and ends across the page, as shares of its width."""
    dark = np.asarray(Image.open(io.BytesIO(page)).convert("L")) < 128
    columns = np.flatnonzero(dark.any(axis=0))
    return float(columns[0]) / dark.shape[1], float(columns[-1] + 1) / dark.shape[1]


def has_ink_between(page: bytes, *, top_mm: float, bottom_mm: float, height_mm: float) -> bool:
    """Tell whether anything is printed in a strip across a page of this height."""
    dark = np.asarray(Image.open(io.BytesIO(page)).convert("L")) < 128
    rows = [round(at / height_mm * dark.shape[0]) for at in (top_mm, bottom_mm)]
    return bool(dark[rows[0] : rows[1]].any())
