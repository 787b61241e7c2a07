"""Addresses of the console; the navigation shows a page as soon as its name stands here."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from packhaus.web.console import outbound_urls
from packhaus.web.views.components import show_components

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [*outbound_urls.urlpatterns]

if settings.DEBUG:
    urlpatterns += [path("setup/components/", show_components, name="components")]
