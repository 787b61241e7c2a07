"""What lies in a tote and is none of its order's."""

from django.utils.translation import gettext as _

from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.outbound.queries.whose_item import find_item_owner
from packhaus.web.floor.bands import Band, name_scanned
from packhaus.web.floor.bench import Bench, name_carton
from packhaus.web.floor.question_shelf import name_question_shelf
from packhaus.web.guard import PageRequest


def tell_foreign(request: PageRequest, bench: Bench, code: str) -> Band:
    """Say what was scanned, and where it goes: to the order that it belongs to, else to the question shelf."""
    meanings = resolve_scan(scope=request.scope, site_id=bench.order.site_id, code=code).meanings
    if meanings and meanings[0].kind == "carton":
        return Band("wrong", name_carton(code), code, bench.tell_next(), _("Scan every item first."))
    told = name_scanned(meanings, code)
    found = [one.sku_id for one in meanings if one.sku_id]
    owner = find_item_owner(scope=request.scope, fulfillment_id=bench.order.fulfillment_id, sku_ids=found)
    shelf = {"shelf": name_question_shelf(scope=request.scope, site_id=bench.order.site_id)}
    where = _("Put it on %(shelf)s.") % shelf
    if owner is not None:
        named = {"order": owner.order_number, "tote": owner.tote_code, **shelf}
        where = _("Belongs to %(order)s, %(tote)s. Put it there, or on %(shelf)s.") % named
    return Band("wrong", _("Not in this tote"), told, bench.tell_next(), where)
