"""What the caller is told, from what was written now or long ago."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from packhaus.orders.queries.intake import StoredLine
from packhaus.orders.services.place.records import PlannedOrder, Records
from packhaus.orders.types import LineOutcome, OrderOutcome, PlacedOrder


def list_outcomes(planned: Sequence[PlannedOrder], records: Records) -> Iterator[tuple[str, OrderOutcome]]:
    """Yield the outcome of each order that was just written, by its external number."""
    lines = iter(records.lines)
    for order, header in zip(planned, records.orders, strict=True):
        written = [next(lines) for _ in order.lines]
        codes = iter(line.sku_code for line in order.draft.lines)
        outcomes = tuple(
            LineOutcome(line["n"], next(codes), line["qty"], line["take"] + line["out"], line["owe"])
            for line in written
            if line["parent"] is None
        )
        yield (
            order.draft.external_number,
            PlacedOrder(
                id=UUID(header["id"]),
                number=header["number"],
                external_number=header["external_number"],
                stage=header["stage"],
                is_repeat=False,
                lines=outcomes,
                tracking_token=header["token"],
            ),
        )


def list_repeats(stored: Sequence[StoredLine]) -> Iterator[PlacedOrder]:
    """Yield orders that were there already, as they are now."""
    for _, group in groupby(stored, key=lambda line: line.order_id):
        lines = list(group)
        first = lines[0]
        yield PlacedOrder(
            id=first.order_id,
            number=first.number,
            external_number=first.external_number,
            stage=first.stage,
            is_repeat=True,
            lines=tuple(
                LineOutcome(line.position, line.sku_code, line.ordered, line.promised, line.backordered)
                for line in lines
            ),
            tracking_token=first.tracking_token,
        )
