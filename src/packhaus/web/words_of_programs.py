"""What the codes are called of what programs may do, and of those that read the journal."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

SCOPES: dict[str, Words] = {
    "orders:write": _("scope", "take, change and cancel orders"),
    "orders:read": _("scope", "read orders"),
    "stock:read": _("scope", "read stock"),
    "stock:write": _("scope", "change stock"),
    "catalog:write": _("scope", "change items"),
    "floor": _("scope", "release, pick, pack and dispatch"),
    "print": _("scope", "print for a station"),
    "tracking": _("scope", "tell what happened to parcels"),
    "access": _("scope", "let people in, and make keys"),
    "bulk": _("scope", "a thousand orders at once"),
}
READERS: dict[str, Words] = {
    "orders.promise_freed_stock": _("reader", "Promise what became free"),
    "orders.follow_parcels": _("reader", "Orders whose parcels arrive"),
    "inbound.trust_counted_places": _("reader", "Let goods go to places that were counted"),
    "transfers.follow_deliveries": _("reader", "Transfers that arrive"),
    "inbound.date_by_deliveries": _("reader", "Date what waits by what is announced"),
    "inbound.count_places": _("reader", "Plan counts of full places"),
    "inventory.follow_backorder_limits": _("reader", "Limits of what may wait"),
    "outbound.keep_whole": _("reader", "Keep orders whole"),
    "outbound.close_counted_shorts": _("reader", "Close shorts that were counted"),
    "outbound.count_shorts": _("reader", "Plan counts after shorts"),
    "outbound.book_packaging": _("reader", "Book packaging that was used up"),
    "outbound.replenish_faces": _("reader", "Fill pick faces"),
    "outbound.settle_doubts": _("reader", "Stop doubting what was picked"),
    "insight.index_search": _("reader", "Search"),
    "inbound.follow_purchases": _("reader", "Purchase orders that are delivered"),
    "recalls.keep_back": _("reader", "Keep back what is recalled"),
    "orders.tell_shoppers": _("reader", "Messages about orders"),
    "outbound.tell_shoppers": _("reader", "Messages about parcels"),
}
