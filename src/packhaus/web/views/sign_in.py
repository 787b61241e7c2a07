"""Coming in and going out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse

from packhaus.web.preferences import COOKIE_AGE_SECONDS


class SignInView(LoginView):
    """Ask for e-mail address and password; afterwards the page speaks the person's language and theme."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and take the person's own preferences to this browser."""
        response = super().form_valid(form)
        for name, value in _list_preferences(form.get_user()):
            response.set_cookie(
                f"packhaus_{name}",
                value,
                max_age=COOKIE_AGE_SECONDS,
                samesite="Lax",
                httponly=True,
                secure=self.request.is_secure(),
            )
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with what was wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOutView(LogoutView):
    """End the session; by a form post only."""

    http_method_names = ["post", "options"]
    next_page = "sign-in"


def _list_preferences(user: Any) -> list[tuple[str, str]]:
    shortcuts = "on" if getattr(user, "has_shortcuts", True) else "off"
    known = [(name, getattr(user, name, "")) for name in ("language", "theme", "density")]
    return [(name, value) for name, value in known if value] + [("shortcuts", shortcuts)]
