"""Lines of purchase orders in the form of a delivery: what nothing brings of one, or of several on the same truck."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from packhaus.inbound.errors import PurchaseNotFound
from packhaus.inbound.queries.purchases.list_purchases import PurchaseDetail, get_purchase
from packhaus.inbound.types import MOST_LINES
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.web.console.purchases import open_purchase
from packhaus.web.guard import PageRequest

MOST_ORDERS = 20


def list_ordered(request: PageRequest) -> dict[str, Any]:
    """Return the form's values for what nothing brings yet of the purchase orders that the address names.

    The first says where, when and from whom. Raises: NotFound, PurchaseNotFound.
    """
    values: dict[str, Any] = {}
    for named in request.GET.getlist("purchase")[:MOST_ORDERS]:
        merchant, _colon, number = named.partition(":")
        if number:
            known = open_purchase(request, merchant, number)
            values = _add_lines(values or _read_head(known), known)
    return values


def bring_order(request: PageRequest, *, merchant_id: UUID, number: str) -> dict[str, Any]:
    """Return what was sent with the lines of one more purchase order below. Raises: Invalid."""
    values: dict[str, Any] = request.POST.dict()
    try:
        known = get_purchase(scope=request.scope, merchant_id=merchant_id, number=number, now=request.now)
    except PurchaseNotFound as refused:
        told = _("There is no such purchase order of this merchant.")
        raise Invalid([FieldProblem("bring", "unknown", told)]) from refused
    if not any(values.get(f"sku_{index}") for index in range(MOST_LINES)):
        values |= {name: value for name, value in _read_head(known).items() if not values.get(name)}
    found = _add_lines(values, known)
    if found == values:
        raise Invalid([FieldProblem("bring", "finished", _("Nothing of it is left to announce."))])
    return found | {"bring": ""}


def _read_head(known: PurchaseDetail) -> dict[str, Any]:
    header = known.header
    return {
        "merchant": str(header.merchant_id),
        "site": header.site_code,
        "expected_on": header.next_on.isoformat() if header.next_on and not header.is_late else "",
        "supplier_code": header.supplier_code,
        "supplier_name": header.supplier_name,
        "order_number": header.number,
    }


def _add_lines(values: dict[str, Any], known: PurchaseDetail) -> dict[str, Any]:
    """Return values with what nothing brings of an order in the rows after the last; each names its order."""
    units: Counter[str] = Counter()
    for line in known.lines:
        units[line.sku_code] += line.open_units
    filled = [index for index in range(MOST_LINES) if values.get(f"sku_{index}")]
    number, usual = known.header.number, values.get("order_number", "")
    if any(number == (values.get(f"order_{index}") or usual) for index in filled):
        return values
    first = max(filled, default=-1) + 1
    added: dict[str, Any] = {}
    for index, (code, count) in enumerate(((code, count) for code, count in units.items() if count), first):
        if index < MOST_LINES:
            order = "" if number == usual else number
            added |= {f"sku_{index}": code, f"quantity_{index}": count, f"order_{index}": order}
    return values | added
