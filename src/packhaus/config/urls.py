"""Where everything is."""

from django.urls import include, path

urlpatterns = [path("", include("packhaus.web.urls"))]
