"""Addresses of the pages; each part keeps its own in `<part>/urls.py`: console, floor, portal, track."""

from django.urls import URLPattern, URLResolver, include, path

from packhaus.web.views.preferences import keep_preferences
from packhaus.web.views.sign_in import SignInView, SignOutView

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("preferences/", keep_preferences, name="preferences"),
    path("t/", include("packhaus.web.track.urls")),
    path("floor/", include("packhaus.web.floor.urls")),
    path("", include("packhaus.web.console.urls")),
]

handler400 = "packhaus.web.views.errors.refuse_bad_request"
handler403 = "packhaus.web.views.errors.refuse_forbidden"
handler404 = "packhaus.web.views.errors.refuse_missing"
handler500 = "packhaus.web.views.errors.report_fault"
