"""How much of an item may wait is set where the figure stands, and given back to the merchant's terms there."""

from django.test import Client
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.inventory.services.backorder_limits import follow_terms
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn

URL = "/stock/ACME/MUG/"


def send(client: Client, place: Place, **fields: str) -> str:
    return client.post(f"{URL}limit/", {"site": str(place.id), **fields}, follow=True).content.decode()


def read_limit() -> tuple[int, bool]:
    with transaction(Scope.operator()):
        stock = SiteStock.objects.get()
        return stock.backorder_limit, stock.has_own_limit


def test_a_limit_is_set_and_given_back_to_the_terms(
    sign_in: SignIn, lead: User, acme: Merchant, operator: Scope, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    now = timezone.now()
    set_term(
        scope=operator, merchant_id=acme.id, key="backorder_limit", value=12, valid_from=now, now=now, actor=SYSTEM
    )  # fmt: skip
    stock(mug, leeds, 20)
    client = sign_in(lead)
    assert "As the terms say" not in client.get(URL).content.decode()
    page = send(client, leeds, limit="7")
    assert "7 units may wait." in page
    assert "0 of 7" in page
    assert "As the terms say" in page
    assert read_limit() == (7, True)
    page = send(client, leeds, do="agreed")
    assert "12 units may wait." in page
    assert "As the terms say" not in page
    assert read_limit() == (12, False)
    set_term(
        scope=operator, merchant_id=acme.id, key="backorder_limit", value=3, valid_from=None, now=timezone.now(),
        actor=SYSTEM,
    )  # fmt: skip
    follow_terms(now=timezone.now())
    assert read_limit() == (3, False)


def test_what_is_no_number_is_refused_and_others_may_not(
    sign_in: SignIn, lead: User, finance: User, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    stock(mug, leeds, 20)
    sent = {"site": str(leeds.id), "limit": "-1"}
    assert sign_in(lead).post(f"{URL}limit/", sent).status_code == 422
    client = sign_in(finance)
    assert "Set the limit" not in client.get(URL).content.decode()
    assert client.post(f"{URL}limit/", {"site": str(leeds.id), "limit": "1"}).status_code == 404
    assert read_limit() == (0, False)


def test_a_refused_form_leads_back_to_its_page(
    sign_in: SignIn, lead: User, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    stock(mug, leeds, 20)
    client, sent = sign_in(lead), {"site": str(leeds.id), "limit": "x"}
    here, elsewhere = f"http://testserver{URL}", "https://elsewhere.example/"
    page = client.post(f"{URL}limit/", sent, headers={"Referer": here}).content.decode()
    assert f'href="{here}"' in page
    assert elsewhere not in client.post(f"{URL}limit/", sent, headers={"Referer": elsewhere}).content.decode()
