"""What a device needs to go on with a delivery alone: its items with what is asked of them, and its whole cartons."""

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.catalog.queries.scan_codes import ScanCodes, list_scan_codes
from packhaus.inbound.queries.list_asns import AsnDetail, AsnLineRow
from packhaus.inbound.states import RECEIVABLE
from packhaus.outbound.queries.scan_policies import get_scan_policy
from packhaus.web.floor.rounds import Rounds, Thing, build_rounds
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest


def build_plan(request: PageRequest, known: AsnDetail, *, now: str = "") -> str:
    """Write the plan of a delivery; none where each scan is judged, by each unit or by its lot."""
    header = known.header
    policy = get_scan_policy(scope=request.scope, site_id=header.site_id, operation="receive")
    if header.status not in RECEIVABLE or policy.counts_each or policy.asks_lot:
        return ""
    page = reverse("floor:receive-asn", args=[header.merchant_code, header.number])
    codes = list_scan_codes(scope=request.scope, sku_ids=sorted({line.sku_id for line in known.lines}))
    things = [*_list_units(known), *(_describe(known, codes[sku_id]) for sku_id in codes)]
    verb = _("Scan an item")
    return build_rounds(Rounds(page, verb, _("Scan an item or a carton"), things, now=now and f"item:{now}"))


def _describe(known: AsnDetail, item: ScanCodes) -> Thing:
    lines = [line for line in known.lines if line.sku_id == item.id]
    only = lines[0] if len(lines) == 1 else None
    asked = {
        "quantity": True,
        "lot": item.has_lots and not (only and only.lot_code),
        "expires_on": item.has_expiry and not (only and only.expires_on),
        "serial": item.has_serials,
    }
    header = known.header
    return Thing(
        key=f"item:{item.code}", name=lines[0].sku_name, codes=item.pairs, detail=_tell(lines),
        url=reverse("floor:receive-book", args=[header.merchant_code, header.number]),
        fields={"item": item.code, "line": str(only.id) if only and not only.unit_code else "0"},
        asks=[name for name, is_asked in asked.items() if is_asked],
    )  # fmt: skip


def _tell(lines: list[AsnLineRow]) -> str:
    told = {
        "came": format_quantity(sum(line.came for line in lines)),
        "expected": format_quantity(sum(line.expected for line in lines)),
    }
    return _("%(came)s of %(expected)s") % told


def _list_units(known: AsnDetail) -> list[Thing]:
    """Return the cartons and pallets that nothing has come of: one scan books all in it."""
    header = known.header
    url = reverse("floor:receive-scan", args=[header.merchant_code, header.number])
    came = {line.unit_code for line in known.lines if line.came}
    codes = sorted({line.unit_code for line in known.lines if line.unit_code} - came)
    return [
        Thing(key=f"unit:{code}", name=code, url=url, codes=[(code, 1)], fields={"step_id": "item"}, left=1)
        for code in codes
    ]
