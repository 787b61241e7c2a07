"""Addresses of the pages; each part keeps its own in `<part>/urls.py`: console, floor, portal, track."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from packhaus.web.hooks import take_message_reports
from packhaus.web.undo import undo
from packhaus.web.views import account
from packhaus.web.views.preferences import keep_preferences
from packhaus.web.views.sign_in import SignInView, SignOutView, ask_reset, ask_second_factor, use_link

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-in/second-factor/", ask_second_factor, name="second-factor"),
    path("forgotten/", ask_reset, name="forgotten"),
    path("invitation/<uuid:link_id>/<str:token>", use_link, {"purpose": "invitation"}, name="invitation"),
    path("reset/<uuid:link_id>/<str:token>", use_link, {"purpose": "reset"}, name="reset"),
    path("account/", account.show_account, name="account"),
    path("account/change/", account.change_own, name="change-account"),
    path("account/second-factor/", account.set_up_second_factor, name="set-up-second-factor"),
    path("account/second-factor/change/", account.change_second_factor, name="change-second-factor"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("undo/", RedirectView.as_view(url="/")),
    path("undo/<str:token>/", undo, name="undo"),
    path("preferences/", keep_preferences, name="preferences"),
    path("hooks/messages/<uuid:gateway_id>", take_message_reports, name="message-reports"),
    path("t/", include("packhaus.web.track.urls")),
    path("floor/", include("packhaus.web.floor.urls")),
    path("", include("packhaus.web.console.urls")),
]

handler400 = "packhaus.web.views.errors.refuse_bad_request"
handler403 = "packhaus.web.views.errors.refuse_forbidden"
handler404 = "packhaus.web.views.errors.refuse_missing"
handler500 = "packhaus.web.views.errors.report_fault"
