"""Addresses of stock."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    count_programme,
    count_refusals,  # noqa: F401 - registers its words
    counts,
    faces,
    lot,
    lots,
    replenish,
    slotting,
    slotting_rules,
    stock,
    stock_actions,
    stock_count,
    stock_places,
)

urlpatterns: list[URLPattern] = [
    path("stock/", stock.show_stock, name="stock"),
    path("stock/locations/", stock_places.show_locations, name="locations"),
    path("stock/locations/<int:location_id>/", stock_places.show_location, name="location"),
    path("stock/locations/<int:location_id>/change/", stock_places.change_location, name="change-location"),
    path("stock/locations/<int:location_id>/count/", stock_count.count, name="count-location"),
    path("stock/locations/<int:location_id>/plan-count/", counts.plan, name="plan-count"),
    path("stock/locations/<int:location_id>/quarantine/", lot.change_place, name="quarantine-place"),
    path("stock/lots/", lots.list_all, name="lots"),
    path("stock/lots/<int:lot_id>/", lot.show_lot, name="lot"),
    path("stock/lots/<int:lot_id>/change/", lot.change_lot, name="change-lot"),
    path("stock/counts/", counts.list_all, name="counts"),
    path("stock/counts/programme/<str:code>/", count_programme.edit, name="count-programme"),
    path("stock/counts/<str:number>/", counts.show_count, name="count"),
    path("stock/counts/<str:number>/decide/", counts.decide, name="count-decide"),
    path("stock/replenish/", replenish.list_all, name="replenishment"),
    path("stock/replenish/plan/", replenish.plan, name="replenishment-plan"),
    path("stock/faces/", faces.list_all, name="faces"),
    path("stock/faces/policy/", faces.change_policy, name="face-policy"),
    path("stock/faces/face/", faces.save, name="face"),
    path("stock/slotting/", slotting.list_all, name="slotting"),
    path("stock/slotting/advise/", slotting.advise, name="slotting-advise"),
    path("stock/slotting/rules/<str:code>/", slotting_rules.edit, name="slotting-rules"),
    path("stock/movements/", stock_places.show_movements, name="movements"),
    path("stock/<str:merchant>/<str:code>/", stock.show_sku_stock, name="sku-stock"),
    path("stock/<str:merchant>/<str:code>/serial/", lot.show_serial, name="serial"),
    path("stock/<str:merchant>/<str:code>/receive/", stock_actions.receive, name="receive-stock"),
    path("stock/<str:merchant>/<str:code>/adjust/", stock_actions.adjust, name="adjust-stock"),
    path("stock/<str:merchant>/<str:code>/safety/", stock_actions.keep_back, name="keep-back"),
    path("stock/<str:merchant>/<str:code>/limit/", stock_actions.limit, name="limit-backorders"),
    path("stock/<str:merchant>/<str:code>/move/", stock_actions.move, name="move-stock"),
]
