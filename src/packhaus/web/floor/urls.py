"""Addresses of the floor."""

from django.urls import path

from packhaus.web.floor import cart, pick, work

app_name = "floor"
urlpatterns = [
    path("", work.show_work, name="work"),
    path("batches/<str:number>/", pick.show_pick, name="pick"),
    path("batches/<str:number>/start/", pick.start, name="start"),
    path("batches/<str:number>/scan/", pick.scan, name="scan"),
    path("batches/<str:number>/take/", pick.take, name="take"),
    path("batches/<str:number>/short/<int:task_id>/", pick.report_short, name="short"),
    path("batches/<str:number>/more/", cart.show_more, name="more"),
    path("batches/<str:number>/totes/", cart.assign_totes, name="totes"),
    path("batches/<str:number>/drop/", cart.drop, name="drop"),
    path("batches/<str:number>/cancel/", cart.answer_cancel, name="cancel"),
]
