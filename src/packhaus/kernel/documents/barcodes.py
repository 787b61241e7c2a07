"""Barcodes as SVG: one path per symbol, one unit per module, quiet zone included so that no template can forget it.

zint only warns about wrong check digits, so they are checked before anything is drawn.
"""

import re
from dataclasses import dataclass

import zint

from packhaus.kernel.documents.errors import UnprintableCode

_RUNS = re.compile("1+")
_CODE_128_TEXT = re.compile(r"[\x20-\x7e]{1,80}")
_AI_STRING = re.compile(r"(?:\(\d{2,4}\)[\x21-\x27\x2a-\x7e]+)+")
_GTIN_IN_AI = re.compile(r"\((?:00|01|02|03)\)(\d+)")
_QR_LEVEL_M = 2
_SQUARE_ONLY = 100


@dataclass(frozen=True, slots=True)
class Barcode:
    """A drawn symbol. `columns` and `rows` count modules, quiet zone included; linear symbols have one row."""

    svg: bytes
    columns: int
    rows: int
    text: str

    def as_data(self) -> dict[str, str | int]:
        """Return the symbol as a template takes it."""
        return {"svg": self.svg.decode(), "columns": self.columns, "rows": self.rows, "text": self.text}


def has_check_digit(digits: str) -> bool:
    """Return whether the last digit is the check digit of the ones before it.

    Source: GS1 General Specifications, section 7.9.1: weights 3 and 1 from the right, modulo 10.
    """
    if not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def draw_code128(text: str) -> Barcode:
    """Draw printable ASCII as Code 128. Source: ISO/IEC 15417 (quiet zone 10 modules)."""
    if not _CODE_128_TEXT.fullmatch(text):
        raise UnprintableCode(symbology="code128", text=text, rule="1 to 80 printable ASCII characters")
    return _draw(text, zint.Symbology.CODE128, left=10, right=10)


def draw_gs1_128(elements: str) -> Barcode:
    """Draw GS1 element strings, written as `(00)340123450000000017`, as GS1-128.

    Source: GS1 General Specifications, section 5.4 (quiet zone 10 modules).
    """
    if not _AI_STRING.fullmatch(elements):
        raise UnprintableCode(symbology="gs1_128", text=elements, rule="(AI)value, repeated")
    if not all(has_check_digit(number) for number in _GTIN_IN_AI.findall(elements)):
        raise UnprintableCode(symbology="gs1_128", text=elements, rule="check digit")
    return _draw(elements, zint.Symbology.GS1_128, left=10, right=10, mode=zint.InputMode.GS1PARENS)


def draw_sscc(sscc: str) -> Barcode:
    """Draw an 18-digit serial shipping container code as GS1-128 with AI 00."""
    if len(sscc) != 18:
        raise UnprintableCode(symbology="gs1_128", text=sscc, rule="18 digits")
    return draw_gs1_128(f"(00){sscc}")


def draw_qr(text: str) -> Barcode:
    """Draw text as a QR code of level M. Source: ISO/IEC 18004 (quiet zone 4 modules)."""
    if not 1 <= len(text) <= 1000:
        raise UnprintableCode(symbology="qr", text=text, rule="1 to 1,000 characters")
    return _draw(text, zint.Symbology.QRCODE, left=4, right=4, above=4, level=_QR_LEVEL_M)


def draw_datamatrix(text: str) -> Barcode:
    """Draw text as a square Data Matrix. Source: ISO/IEC 16022 (quiet zone 1 module)."""
    if not 1 <= len(text) <= 1000:
        raise UnprintableCode(symbology="datamatrix", text=text, rule="1 to 1,000 characters")
    return _draw(text, zint.Symbology.DATAMATRIX, left=1, right=1, above=1, shape=_SQUARE_ONLY)


def draw_ean13(digits: str) -> Barcode:
    """Draw 13 digits, the last their check digit, as EAN-13. Source: GS1 General Specifications, section 5.2."""
    _require_check_digit("ean13", digits, length=13)
    return _draw(digits, zint.Symbology.EANX, left=11, right=7)


def draw_itf14(digits: str) -> Barcode:
    """Draw 14 digits, the last their check digit, as ITF-14 without bearer bars.

    Source: GS1 General Specifications, section 5.3 (quiet zone 10 modules).
    """
    _require_check_digit("itf14", digits, length=14)
    return _draw(digits[:-1], zint.Symbology.ITF14, left=10, right=10)


def _require_check_digit(symbology: str, digits: str, *, length: int) -> None:
    if len(digits) != length or not has_check_digit(digits):
        raise UnprintableCode(
            symbology=symbology, text=digits, rule=f"{length} digits with their check digit"
        )


def _draw(
    text: str,
    symbology: zint.Symbology,
    *,
    left: int,
    right: int,
    above: int = 0,
    mode: zint.InputMode = zint.InputMode.UNICODE,
    level: int = -1,
    shape: int = 0,
) -> Barcode:
    symbol = zint.Symbol()
    symbol.symbology = symbology
    symbol.input_mode = mode
    symbol.warn_level = zint.WarningLevel.FAIL_ALL
    symbol.option_1 = level
    symbol.option_3 = shape
    try:
        symbol.encode(text)
    except RuntimeError as error:
        raise UnprintableCode(symbology=symbology.name.lower(), text=text, rule=str(error)) from error
    columns, rows = left + symbol.width + right, above + symbol.rows + above
    path = _trace_modules(symbol, left=left, above=above)
    return Barcode(svg=_write_svg(path, columns, rows), columns=columns, rows=rows, text=text)


def _trace_modules(symbol: zint.Symbol, *, left: int, above: int) -> str:
    """Turn every run of dark modules of a row into one rectangle: a thousand labels draw in half a second."""
    bits = symbol.encoded_data.tobytes()
    stride = len(bits) // len(symbol.encoded_data)
    used = (symbol.width + 7) // 8
    pieces: list[str] = []
    for row in range(symbol.rows):
        number = int.from_bytes(bits[row * stride : row * stride + used], "little")
        modules = format(number, "b")[::-1]
        for run in _RUNS.finditer(modules):
            start, end = run.span()
            pieces.append(f"M{left + start} {above + row}h{end - start}v1h{start - end}z")
    return "".join(pieces)


def _write_svg(path: str, columns: int, rows: int) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns} {rows}" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    ).encode()
