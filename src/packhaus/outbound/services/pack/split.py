"""Cartons for an order that somebody divides by hand."""

from collections.abc import Sequence
from math import prod
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.outbound.errors import FulfillmentNotFound
from packhaus.outbound.services.pack.cartons import list_allowed_types
from packhaus.outbound.services.pack.plan import AS_IS, arrange, measure_inside
from packhaus.outbound.services.pack.read import read_pack_work
from packhaus.outbound.types import Box, BoxedUnits


def split_boxes(*, scope: Scope, fulfillment_id: UUID, contents: Sequence[Sequence[BoxedUnits]]) -> list[Box]:
    """Return a box for each content, in the smallest carton that takes it, else in the largest there is.

    Queries: 3, one more while cartons are not fresh. Raises: FulfillmentNotFound.
    """
    with transaction(scope):
        work = read_pack_work(fulfillment_ids=[fulfillment_id]).get(fulfillment_id)
        if work is None:
            raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_id=fulfillment_id)
        types = sorted(list_allowed_types(work.header), key=lambda row: (prod(measure_inside(row)), row.code))
    lines = {line.id: line for line in work.lines}
    boxes = []
    for content in contents:
        items = [(lines[line], units) for line, units in content]
        fitting = (row.code for row in types if arrange(kind=row, items=items).placements)
        boxes.append(Box(next(fitting, types[-1].code if types else AS_IS), tuple(content)))
    return boxes
