"""The story page under several names of the console, so that the whole frame can be walked without a database."""

from django.urls import include, path

from packhaus.web.urls import urlpatterns as web_urls
from packhaus.web.views.components import show_components

NAMES = ("tower", "orders", "stock", "release", "waves", "search", "components")

console = [path("" if name == "tower" else f"{name}/", show_components, name=name) for name in NAMES]
# Everything beside the console as it is; the console comes last.
urlpatterns = [*web_urls[:-1], path("", include((console, "console")))]
