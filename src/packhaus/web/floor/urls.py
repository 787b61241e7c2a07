"""Addresses of the floor."""

from django.urls import path

from packhaus.web.floor import pick, work

app_name = "floor"
urlpatterns = [
    path("", work.show_work, name="work"),
    path("batches/<str:number>/", pick.show_pick, name="pick"),
    path("batches/<str:number>/start/", pick.start, name="start"),
    path("batches/<str:number>/scan/", pick.scan, name="scan"),
    path("batches/<str:number>/short/<int:task_id>/", pick.report_short, name="short"),
]
