"""Where everything is."""

from django.urls import include, path

from packhaus.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("api/v1/", include("packhaus.api.urls")), path("", include("packhaus.web.urls"))]
