"""What a device needs to tick off a tote alone; the page keeps what was seen, the system holds none of it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.outbound.queries.packing_bench import BenchLine, BenchOrder
from packhaus.web.floor.rounds import Rounds, Thing, build_rounds


def build_plan(order: BenchOrder, lines: Sequence[BenchLine], *, has_vas: bool) -> str:
    """Write the lines of a tote; its weight and label wait for the network. None for what must not be packed."""
    if order.status != "picked" or order.is_held or order.cancel_requested:
        return ""
    things = [
        Thing(
            key=f"tick:{line.id}", tick=str(line.id), name=line.sku_name, left=line.quantity,
            codes=[(line.sku_code, 1), *((code, int(units)) for code, units in line.barcodes)],
        )
        for line in lines
    ]  # fmt: skip
    verb = _("Scan every item")
    end = _("Services need the network") if has_vas else _("Carton, weight and label need the network")
    page = reverse("console:pack-tote", args=[order.tote_code])
    return build_rounds(Rounds(page, verb, verb, things, end=end))
