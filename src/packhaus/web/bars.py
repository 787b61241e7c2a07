"""Geometry of bars: drawn by the server as SVG attributes, since the content policy forbids inline style."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhaus.web.parts import Segment, Words

# A number of this many digits needs about so many percent of the narrowest bar (280 px).
_PERCENT_PER_DIGIT = 3.2
_SMALLEST_PERCENT = 1.2


@dataclass(frozen=True, slots=True)
class DrawnSegment:
    """A segment with its place, in percent of the bar's width."""

    stage: str
    label: Words
    quantity: int
    url: str
    x: str
    width: str
    end: str
    middle: str
    shows_number: bool


def build_stage_bar(*, segments: Sequence[Segment]) -> list[DrawnSegment]:
    """Place the segments side by side, width by share; empty ones are left out, a tiny one stays visible."""
    filled = [segment for segment in segments if segment.quantity > 0]
    weights = _widen_small([segment.quantity for segment in filled])
    drawn, x = [], 0.0
    for segment, width in zip(filled, weights, strict=True):
        drawn.append(
            DrawnSegment(
                stage=segment.stage,
                label=segment.label,
                quantity=segment.quantity,
                url=segment.url,
                x=f"{x:.2f}%",
                width=f"{width:.2f}%",
                end=f"{x + width:.2f}%",
                middle=f"{x + width / 2:.2f}%",
                shows_number=width >= _PERCENT_PER_DIGIT * (len(str(segment.quantity)) + 1),
            )
        )
        x += width
    return drawn


def _widen_small(quantities: Sequence[int]) -> list[float]:
    total = sum(quantities)
    shares = [max(100 * quantity / total, _SMALLEST_PERCENT) for quantity in quantities]
    scale = 100 / sum(shares) if shares else 1
    return [share * scale for share in shares]
