"""How wide words are, so that a label's text sizes are chosen before the compiler sees them.

Letting typst measure inside every box made a label ten times dearer than placing it.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_FONTS = Path(__file__).parent / "fonts"
# The first that has a letter gives its width. Han and Hangul are squares, as is what no font has.
_BOLD = ("IBMPlexSansCondensed-Bold.ttf", "IBMPlexSansArabic-Bold.ttf", "NotoSansThai-Bold.ttf")
_POINTS_PER_MM = 72 / 25.4
_LINE_PITCH = 1.15
_ELLIPSIS = "…"
_UNBROKEN_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines as they are to be set, at which size in points."""

    size: float
    lines: tuple[str, ...]

    def as_data(self) -> dict[str, float | tuple[str, ...]]:
        """Return the lines as a template takes them."""
        return {"size": self.size, "lines": self.lines}


@lru_cache(maxsize=20_000)
def fit_text(
    *, lines: tuple[str, ...], sizes: tuple[float, ...], width_mm: float, height_mm: float
) -> FittedText:
    """Return the lines at the largest of these descending sizes at which they fit the box.

    A size that needs no line broken is preferred as long as it is at least seven tenths of the largest. What does
    not fit at the smallest size ends in an ellipsis: a label never overflows. Measured in bold, so regular fits too.
    """
    assert sizes
    width, height = width_mm * _POINTS_PER_MM, height_mm * _POINTS_PER_MM
    for size in sizes:
        if size >= sizes[0] * _UNBROKEN_SHARE and _fits(lines, size, width, height):
            return FittedText(size=size, lines=lines)
    for size in sizes:
        wrapped = _wrap_lines(lines, width / size)
        if len(wrapped) * size * _LINE_PITCH <= height:
            return FittedText(size=size, lines=tuple(wrapped))
    return _cut_lines(lines, sizes[-1], width, height)


def measure_width(text: str) -> float:
    """Return the width of one line in ems, in bold."""
    advances = _read_advances()
    return sum(advances.get(ord(letter), 1.0) for letter in text)


def _fits(lines: Sequence[str], size: float, width: float, height: float) -> bool:
    return len(lines) * size * _LINE_PITCH <= height and all(
        measure_width(line) * size <= width for line in lines
    )


def _cut_lines(lines: Sequence[str], size: float, width: float, height: float) -> FittedText:
    room = max(1, int(height / (size * _LINE_PITCH)))
    kept = _wrap_lines(lines, width / size)[:room]
    last = kept[-1]
    while last and measure_width(last + _ELLIPSIS) * size > width:
        last = last[:-1]
    return FittedText(size=size, lines=(*kept[:-1], last + _ELLIPSIS))


def _wrap_lines(lines: Sequence[str], width_ems: float) -> list[str]:
    return [piece for line in lines for piece in _wrap_line(line, width_ems)]


def _wrap_line(line: str, width_ems: float) -> list[str]:
    pieces: list[str] = []
    current = ""
    for word in line.split(" "):
        grown = f"{current} {word}" if current else word
        if measure_width(grown) <= width_ems:
            current = grown
            continue
        if current:
            pieces.append(current)
        *whole, current = _break_word(word, width_ems)
        pieces.extend(whole)
    return [*pieces, current]


def _break_word(word: str, width_ems: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure_width(pieces[-1] + letter) > width_ems:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _read_advances() -> Mapping[int, float]:
    advances: dict[int, float] = {}
    for name in reversed(_BOLD):
        advances |= _read_font((_FONTS / name).read_bytes())
    return advances


def _read_font(font: bytes) -> dict[int, float]:
    """Return code point -> advance in ems. Source: OpenType, tables head, hhea, hmtx and cmap (format 4)."""
    tables = _find_tables(font)
    units_per_em = struct.unpack_from(">H", font, tables["head"] + 18)[0]
    metric_count = struct.unpack_from(">H", font, tables["hhea"] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * metric_count, font, tables["hmtx"])[::2]
    glyphs = _read_glyphs(font, tables["cmap"])
    return {code: widths[min(glyph, metric_count - 1)] / units_per_em for code, glyph in glyphs.items()}


def _find_tables(font: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = [struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(count)]
    return {tag.decode("ascii"): offset for tag, _, offset, _ in records}


def _read_glyphs(font: bytes, cmap: int) -> dict[int, int]:
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    offsets = [cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * place)[2] for place in range(count)]
    start = next(offset for offset in offsets if struct.unpack_from(">H", font, offset)[0] == 4)
    segments = struct.unpack_from(">H", font, start + 6)[0] // 2
    row = f">{segments}H"
    ends = struct.unpack_from(row, font, start + 14)
    starts = struct.unpack_from(row, font, start + 16 + 2 * segments)
    deltas = struct.unpack_from(row, font, start + 16 + 4 * segments)
    ranges_at = start + 16 + 6 * segments
    ranges = struct.unpack_from(row, font, ranges_at)
    glyphs: dict[int, int] = {}
    for place, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyphs[code] = (code + delta) & 0xFFFF
                continue
            at = ranges_at + 2 * place + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", font, at)[0]
            glyphs[code] = (glyph + delta) & 0xFFFF if glyph else 0
    return {code: glyph for code, glyph in glyphs.items() if glyph}
