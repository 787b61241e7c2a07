"""An order is packed when everything is done to it."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.outbound.errors import VasOpen
from packhaus.outbound.queries.vas_work import list_vas_lines


def refuse_open_vas(*, fulfillment_ids: Sequence[UUID]) -> None:
    """Refuse while something is left to do to fulfillment orders. Queries: 1. Raises: VasOpen naming all of it."""
    left: dict[str, list[str]] = {}
    for line in list_vas_lines(fulfillment_ids=fulfillment_ids):
        if not line.is_done:
            left.setdefault(line.fulfillment_number, []).append(line.option)
    if left:
        told = "; ".join(f"{number}: {', '.join(options)}" for number, options in list(left.items())[:20])
        raise VasOpen(f"left to do before packing: {told}", left=left)
