"""Addresses of the tower and of outbound."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    batches,
    dispatch,
    loading,
    outbound_refusals,  # noqa: F401 - registers its words
    packaging,
    parcel_plan,
    release,
    requests,
    shorts,
    tower,
    tower_sort,
    waves,
    waves_bulk,
    work,
)
from packhaus.web.floor import pack

urlpatterns: list[URLPattern] = [
    path("", tower.show_tower, name="tower"),
    path("tower/sort/", tower_sort.sort_walks, name="sort-floor"),
    path("work/", work.list_fulfillments, name="work"),
    path("release/", release.show_release, name="release"),
    path("release/now/", release.release_now, name="release-now"),
    path("requests/", requests.list_all, name="requests"),
    path("waves/", waves.list_all, name="waves"),
    path("waves/<str:number>/", waves.show_wave, name="wave"),
    path("waves/<str:number>/batches/", waves.make_batches, name="wave-batches"),
    path("waves/<str:number>/unrelease/", waves.unrelease, name="wave-unrelease"),
    path("waves/<str:number>/turn/", waves_bulk.change_turn, name="wave-turn"),
    path("waves/<str:number>/pickers/", waves_bulk.give_people, name="wave-pickers"),
    path("batches/", batches.list_all, name="batches"),
    path("batches/<str:number>/", batches.show_batch, name="batch"),
    path("batches/<str:number>/assign/", batches.assign, name="batch-assign"),
    path("batches/<str:number>/return/", batches.take_back, name="batch-return"),
    path("batches/<str:number>/list.pdf", batches.print_list, name="batch-list"),
    path("shorts/", shorts.list_all, name="shorts"),
    path("dispatch/", dispatch.show_dock, name="dispatch"),
    path("dispatch/hand-over/", dispatch.review, name="dispatch-review"),
    path("dispatch/load/", loading.load, name="dispatch-load"),
    path("dispatch/next/", loading.move, name="dispatch-move"),
    path("dispatch/manifests/<str:number>.pdf", dispatch.print_manifest, name="manifest-list"),
    path("packaging/", packaging.show_packaging, name="packaging"),
    path("pack/", pack.scan_tote, name="pack"),
    path("pack/parcels/<uuid:shipment_id>/", pack.show_packed, name="pack-done"),
    path("pack/parcels/<uuid:shipment_id>/labels.pdf", pack.print_parcel_labels, name="pack-labels"),
    path("pack/parcels/<uuid:shipment_id>/slip-<int:number>.pdf", pack.print_slip, name="pack-slip"),
    path(
        "pack/parcels/<uuid:shipment_id>/carton-<int:number>/",
        parcel_plan.show_parcel_plan,
        name="parcel-plan",
    ),
    path("pack/<str:tote>/", pack.check_items, name="pack-tote"),
    path("pack/<str:tote>/close/", pack.close_cartons, name="pack-close"),
    path("pack/<str:tote>/stop/", pack.stop_packing, name="pack-stop"),
]
