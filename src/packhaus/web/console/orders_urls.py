"""Addresses of orders."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    backorders,
    holds,
    import_uploads,
    imports,
    new_order,
    order,
    order_changes,
    order_refusals,  # noqa: F401 - registers its words
    order_requests,
    order_timeline,
    order_totes,
    order_vas,
    order_ways,
    orders,
    orders_bulk,
)

urlpatterns: list[URLPattern] = [
    path("orders/", orders.show_orders, name="orders"),
    path("orders/labels/", orders_bulk.print_order_labels, name="order-labels"),
    path("orders/new/", new_order.edit_order, name="new-order"),
    path("orders/holds/", holds.show_holds, name="holds"),
    path("orders/backorders/", backorders.show_backorders, name="backorders"),
    path("orders/imports/", imports.show_imports, name="imports"),
    path("orders/imports/upload/", import_uploads.upload, name="upload-orders"),
    path("orders/imports/seen/", import_uploads.import_seen, name="import-seen"),
    path("orders/imports/jobs/", import_uploads.show_jobs, name="import-jobs"),
    path("orders/imports/<uuid:run_id>/stop/", import_uploads.stop, name="stop-import"),
    path("orders/imports/<uuid:run_id>/go-on/", import_uploads.go_on, name="go-on-import"),
    path("orders/imports/<uuid:run_id>/rejects/", import_uploads.download_rejects, name="import-rejects"),
    path("orders/<str:number>/", order.show_order, name="order"),
    path("orders/<str:number>/notes/", order_timeline.add_note, name="order-notes"),
    path("orders/<str:number>/tags/", order_timeline.change_tags, name="order-tags"),
    path("orders/<str:number>/address/", order_changes.edit_recipient, name="order-address"),
    path("orders/<str:number>/services/", order_vas.change, name="order-vas"),
    path("orders/<str:number>/ways/", order_ways.show_ways, name="order-ways"),
    path("orders/<str:number>/ways/take/", order_ways.take_way, name="take-way"),
    path("orders/<str:number>/items/", order_changes.add_item, name="add-item"),
    path("orders/<str:number>/units/", order_changes.cancel_units, name="cancel-units"),
    path("orders/<str:number>/totes/", order_totes.put_back, name="put-back"),
    path("orders/<str:number>/requests/", order_requests.answer_request, name="answer-request"),
    path("orders/<str:number>/change/", order.change_order, name="change-order"),
]
