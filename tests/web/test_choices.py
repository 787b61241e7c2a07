from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from packhaus.access.middleware import IdentityMiddleware
from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, get_open_scope
from packhaus.access.types import Role
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.middleware import ChoicesMiddleware
from packhaus.web.pages import find_merchant_id, find_site_id
from tests.harness.cast import Place

Ask = Callable[..., PageRequest]


@pytest.fixture
def ask(rf: RequestFactory) -> Ask:
    def send(user: User | AnonymousUser, **cookies: object) -> PageRequest:
        request = rf.get("/orders/")
        request.user = user
        request.COOKIES = {f"packhaus_{name}": str(value) for name, value in cookies.items()}
        IdentityMiddleware(ChoicesMiddleware(lambda _: HttpResponse()))(request)
        return request  # type: ignore[return-value]

    return send


def test_the_operator_chooses_among_all_sites_and_merchants(
    ask: Ask, lead: User, leeds: Place, berlin: Place, acme: Merchant, beta: Merchant
) -> None:
    request = ask(lead, site=berlin.id, merchant=acme.id)
    assert [choice.code for choice in request.frame_choices.sites] == ["BERLIN", "LEEDS"]
    assert [choice.code for choice in request.frame_choices.merchants] == ["ACME", "BETA"]
    assert find_site_id(request) == berlin.id
    assert find_merchant_id(request) == acme.id
    assert request.site_zone == "Europe/Berlin"


def test_nothing_chosen_means_all(ask: Ask, lead: User, leeds: Place) -> None:
    request = ask(lead)
    assert find_site_id(request) is None
    assert find_merchant_id(request) is None
    assert request.site_zone == "Europe/London"


def test_a_merchant_cannot_choose_another_one(
    ask: Ask, stranger: User, acme: Merchant, beta: Merchant, leeds: Place
) -> None:
    request = ask(stranger, merchant=acme.id, site=leeds.id)
    assert find_merchant_id(request) is None
    assert find_site_id(request) is None
    assert request.frame_choices.merchants == []


def test_a_page_is_read_in_the_scope_of_who_asks(ask: Ask, owner: User, acme: Merchant) -> None:
    @open_to(Role.MERCHANT)
    def view(request: PageRequest) -> HttpResponse:
        return HttpResponse(str(get_open_scope() == Scope.merchant(acme.id)))

    assert view(ask(owner)).content == b"True"  # type: ignore[attr-defined]


def test_a_page_of_another_role_is_not_there(ask: Ask, owner: User) -> None:
    @open_to(Role.LEAD)
    def view(request: PageRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(Http404):
        view(ask(owner))
    assert view(ask(AnonymousUser())).headers["Location"].startswith("/sign-in/?next=")


def test_preferences_follow_the_person_to_the_next_browser(client: Client, lead: User) -> None:
    client.force_login(lead)
    client.post("/preferences/", {"theme": "dark", "language": "de", "shortcuts": "off", "next": "/"})
    lead.refresh_from_db()
    assert (lead.theme, lead.language, lead.has_shortcuts) == ("dark", "de", False)
