"""Cartons to pack in: few, rarely changed, asked for every order that is packed."""

import time
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets
from packhaus.shipping.types import Carton

_FRESH_SECONDS = 5.0

_TYPES = """
SELECT merchant_id, code, inner_length_mm, inner_width_mm, inner_height_mm, outer_length_mm, outer_width_mm,
       outer_height_mm, tare_grams, max_weight_grams, cost_minor, currency
FROM shipping_cartontype WHERE is_active ORDER BY merchant_id, code
"""


@dataclass(frozen=True, slots=True)
class CartonTypeRow(Carton):
    """A carton of the operator (no merchant) or of one merchant."""

    merchant_id: UUID | None


class _Kept:
    read_at: float = float("-inf")
    types: tuple[CartonTypeRow, ...] = ()


def list_carton_types(*, merchant_id: UUID) -> tuple[CartonTypeRow, ...]:
    """Return a merchant's own cartons, or the operator's where it has none; runs in the operator's scope.

    At most five seconds old in this process. Queries: 1, or 0 while fresh.
    """
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.types = tuple(rows.fetch_rows(CartonTypeRow, _TYPES))
        _Kept.read_at = time.monotonic()
    own = tuple(row for row in _Kept.types if row.merchant_id == merchant_id)
    return own or tuple(row for row in _Kept.types if row.merchant_id is None)


@forgets
def forget_carton_types() -> None:
    """Read them anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")
