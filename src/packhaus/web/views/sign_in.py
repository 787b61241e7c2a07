"""Coming in and going out."""

import time
from typing import Any
from uuid import UUID

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from packhaus.access.queries.sign_in import find_person, get_open_link, has_second_factor
from packhaus.access.services.links import ask_for_reset, take_link
from packhaus.access.services.second_factor import check_second_factor
from packhaus.access.types import LinkPurpose
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.web.responses import find_safe_url
from packhaus.web.sessions import (
    find_waiting,
    open_session,
    take_preferences,
    wait_for_second_factor,
)
from packhaus.web.told import tell_problem

UNPROCESSABLE = 422
GONE = 410


class SignInView(LoginView):
    """Ask for e-mail address and password; afterwards the page speaks the person's language and theme."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or ask for the second factor of somebody who has one."""
        return admit(self.request, form.get_user(), target=self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with what was wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class SignOutView(LogoutView):
    """End the session; by a form post only."""

    http_method_names = ["post", "options"]
    next_page = "sign-in"


def admit(request: HttpRequest, user: Any, *, target: str) -> HttpResponse:
    """Sign in who has proved one thing, or ask for the second."""
    if has_second_factor(user.pk):
        wait_for_second_factor(request, user, now=time.time(), target=target)
        return HttpResponseRedirect(reverse("second-factor"))
    open_session(request, user, is_verified=False)
    return take_preferences(request, HttpResponseRedirect(target), user)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the device, or one of the paper, of somebody who gave the right password."""
    waiting = find_waiting(request, now=time.time())
    if waiting is None:
        return HttpResponseRedirect(reverse("sign-in"))
    user, target = waiting
    if request.method != "POST":
        return render(request, "web/second_factor.html")
    try:
        check_second_factor(user_id=user.pk, code=request.POST.get("code", "")[:64], now=timezone.now())
    except Invalid:
        return render(request, "web/second_factor.html", {"is_wrong": True}, status=UNPROCESSABLE)
    open_session(request, user, is_verified=True)
    return take_preferences(request, HttpResponseRedirect(find_safe_url(request, target)), user)


@never_cache
@require_http_methods(["GET", "POST"])
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Ask for the address of whoever forgot the password; the answer is the same for every address."""
    email = request.POST.get("email", "").strip()
    if request.method != "POST":
        return render(request, "web/forgotten.html")
    if "@" not in email:
        return render(request, "web/forgotten.html", {"is_wrong": True}, status=UNPROCESSABLE)
    ask_for_reset(email=email, now=timezone.now())
    return render(request, "web/forgotten.html", {"is_asked": True})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest, purpose: str, link_id: UUID, token: str) -> HttpResponse:
    """Let somebody with a link from a mail set a password (and a name, when invited), and in."""
    named: dict[str, Any] = {
        "link_id": link_id, "token": token[:100], "purpose": LinkPurpose(purpose), "now": timezone.now(),
    }  # fmt: skip
    try:
        link = get_open_link(**named)
    except NotFound:
        return render(request, "web/link_ended.html", {"purpose": purpose}, status=GONE)
    context: dict[str, Any] = {"link": link, "name": request.POST.get("name", link.name)}
    if request.method != "POST":
        return render(request, "web/set_password.html", context)
    try:
        user_id = take_link(
            password=request.POST.get("password", ""), name=request.POST.get("name", ""), **named
        )
    except Invalid as refusal:
        context["problems"] = [(problem.path, tell_problem(problem.message)) for problem in refusal.problems]
        return render(request, "web/set_password.html", context, status=UNPROCESSABLE)
    return admit(request, find_person(user_id), target="/")
