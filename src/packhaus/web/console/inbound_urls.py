"""Addresses of inbound."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    announce_start,
    announce_steps,
    differences,
    dock_to_stock,
    docks,
    docks_actions,
    docks_slot,
    inbound,
    inbound_form,
    inbound_photos,
    inbound_refusals,  # noqa: F401 - registers its words
    purchases,
    purchases_form,
    put_away,
    quality,
    quality_rules,
)
from packhaus.web.console.typed_urls import lead

urlpatterns: list[URLPattern] = [
    path("inbound/", inbound.list_all, name="inbound"),
    path("inbound/new/", announce_start.begin, name="new-asn"),
    path("inbound/new/all/", inbound_form.announce, name="asn-form"),
    path("inbound/new/<uuid:sketch_id>/", announce_start.change_start, name="asn-what"),
    path("inbound/new/<uuid:sketch_id>/items/", announce_steps.enter_lines, name="asn-lines"),
    path("inbound/new/<uuid:sketch_id>/packing/", announce_steps.enter_packing, name="asn-packing"),
    path("inbound/new/<uuid:sketch_id>/when/", announce_steps.enter_time, name="asn-time"),
    path("inbound/new/<uuid:sketch_id>/check/", announce_steps.check, name="asn-check"),
    path("inbound/new/<uuid:sketch_id>/throw-away/", announce_steps.drop, name="asn-drop"),
    path("inbound/checks/", quality.list_all, name="checks"),
    path("inbound/checks/rules/", quality_rules.edit, name="quality-rules"),
    path("inbound/differences/", differences.list_all, name="differences"),
    path("inbound/dock-to-stock/", dock_to_stock.list_all, name="dock-to-stock"),
    path("inbound/orders/", purchases.list_all, name="purchases"),
    path("inbound/orders/new/", purchases_form.place, name="new-purchase"),
    # Before the deliveries, of which it would be one of the merchant "orders".
    lead("inbound/orders/<str:merchant>/", "/inbound/orders/"),
    path("inbound/orders/<str:merchant>/<str:number>/", purchases.show_purchase, name="purchase"),
    path("inbound/orders/<str:merchant>/<str:number>/change/", purchases_form.change, name="edit-purchase"),
    path("inbound/orders/<str:merchant>/<str:number>/cancel-rest/", purchases.cut, name="purchase-cut"),
    path("inbound/docks/", docks.show_docks, name="docks"),
    path("inbound/docks/book/", docks_actions.book, name="dock-book"),
    path("inbound/docks/cancel/", docks_actions.cancel, name="dock-cancel"),
    path("inbound/docks/step/", docks_actions.step, name="dock-step"),
    path("inbound/docks/step/back/", docks_actions.take_back, name="dock-step-back"),
    path("inbound/docks/share/", docks_actions.share, name="dock-share"),
    path("inbound/put-away/", put_away.list_all, name="put-away"),
    path("inbound/<str:merchant>/<str:number>/", inbound.show_asn, name="asn"),
    path("inbound/<str:merchant>/<str:number>/change/", inbound_form.change, name="edit-asn"),
    path("inbound/<str:merchant>/<str:number>/expect/", inbound.expect, name="asn-expect"),
    path("inbound/<str:merchant>/<str:number>/slot/", docks_slot.choose, name="asn-slot"),
    path(
        "inbound/<str:merchant>/<str:number>/differences/<uuid:difference_id>/",
        differences.decide,
        name="difference",
    ),
    path("inbound/<str:merchant>/<str:number>/cancel/", inbound.cancel, name="asn-cancel"),
    path("inbound/<str:merchant>/<str:number>/photos/", inbound_photos.add_photo, name="asn-photo-add"),
    path(
        "inbound/<str:merchant>/<str:number>/photos/<uuid:photo_id>/",
        inbound_photos.show_photo,
        name="asn-photo",
    ),
    path(
        "inbound/<str:merchant>/<str:number>/receipts/<uuid:receipt_id>/",
        inbound.roll_back,
        name="receipt-roll-back",
    ),
]
