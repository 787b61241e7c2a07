"""Addresses of recalls."""

from django.urls import URLPattern, path

from packhaus.web.console import recalls, recalls_actions

urlpatterns: list[URLPattern] = [
    path("recalls/", recalls.list_all, name="recalls"),
    path("recalls/new/", recalls_actions.begin, name="new-recall"),
    path("recalls/orders/", recalls.list_orders, name="recall-orders"),
    path("recalls/<str:number>/", recalls.show_recall, name="recall"),
    path("recalls/<str:number>/tell/", recalls_actions.tell_all, name="recall-tell"),
    path("recalls/<str:number>/end/", recalls_actions.end, name="recall-end"),
]
