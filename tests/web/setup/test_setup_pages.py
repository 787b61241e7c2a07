import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.queries.keys import list_keys
from packhaus.access.queries.merchants import list_merchants
from packhaus.access.queries.users import get_user, list_users
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.authenticate import authenticate_key
from packhaus.catalog.models import Sku
from packhaus.catalog.queries.get_sku import get_sku
from packhaus.insight.queries.jobs import list_tasks
from packhaus.insight.services.index_search import index_orders, index_skus
from packhaus.insight.tasks import check_everything
from packhaus.orders.queries.get_order import get_order
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take

OPERATOR = Scope.operator()


@pytest.fixture
def client(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


def test_a_new_key_is_shown_once_and_ends_when_revoked(client: Client, acme: Merchant) -> None:
    url = reverse("console:change-keys")
    answer = client.post(url, {"name": "Shop", "merchant": str(acme.id), "scopes": ["orders:write"]})
    [token] = re.findall(r"<code data-copy>(ph_[^<]+)</code>", answer.content.decode())
    assert authenticate_key(token).merchant_id == acme.id
    assert token not in client.get(reverse("console:api-keys")).content.decode()
    [key] = list_keys(OPERATOR)
    client.post(url, {"key": str(key.id), "do": "revoke"})
    assert list_keys(OPERATOR)[0].revoked_at is not None


def test_a_key_without_rights_is_refused_with_its_reason(client: Client) -> None:
    answer = client.post(reverse("console:change-keys"), {"name": "Shop"})
    assert answer.status_code == 422
    assert list_keys(OPERATOR) == []


def test_a_merchant_is_taken_on(client: Client) -> None:
    form = {"code": "nova", "name": "Nova", "currency": "idr", "country": "id", "language": "id"}
    client.post(reverse("console:new-merchant"), form)
    assert [row.code for row in list_merchants(OPERATOR)] == ["NOVA"]
    assert client.post(reverse("console:new-merchant"), form).status_code == 409


def test_a_person_is_invited_gets_other_roles_and_is_shut_out(client: Client) -> None:
    form = {"name": "Dewi", "email": "Dewi@operator.example", "language": "id", "roles": ["lead", "support"]}
    client.post(reverse("console:new-user"), form)
    [user] = [row for row in list_users(OPERATOR) if row.name == "Dewi"]
    assert user.roles == ["lead", "support"]
    assert not user.has_password
    url = reverse("console:user", args=[user.id])
    assert "Invite again" in client.get(url).content.decode()
    client.post(url, {"do": "roles", "roles": ["finance"]})
    client.post(url, {"do": "shut-out"})
    changed = get_user(scope=OPERATOR, user_id=user.id)
    assert changed.roles == ["finance"]
    assert not changed.is_active
    client.post(url, {"do": "let-in"})
    assert get_user(scope=OPERATOR, user_id=user.id).is_active


def test_a_person_is_given_merchants_or_roles_but_not_both(
    client: Client, owner: User, beta: Merchant
) -> None:
    url = reverse("console:user", args=[owner.id])
    assert "ACME" not in client.get(url).content.decode()
    assert client.post(url, {"roles": ["lead"], "merchants": [str(beta.id)]}).status_code == 422
    assert get_user(scope=OPERATOR, user_id=owner.id).merchant_codes == ["ACME"]
    client.post(url, {"merchants": [str(beta.id)]})
    assert get_user(scope=OPERATOR, user_id=owner.id).merchant_codes == ["BETA"]
    assert client.post(url, {"merchants": [str(owner.id)]}).status_code == 404
    client.post(url, {})
    changed = get_user(scope=OPERATOR, user_id=owner.id)
    assert (changed.roles, changed.merchant_codes) == ([], [])


def test_an_invitation_without_roles_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    form = {"name": "Dewi", "email": "dewi@operator.example", "language": "id"}
    answer = client.post(reverse("console:new-user"), form)
    assert answer.status_code == 422
    assert "dewi@operator.example" in answer.content.decode()
    assert [row.name for row in list_users(OPERATOR)] == ["Admin"]


def test_the_last_administrator_cannot_be_shut_out(client: Client, admin: User) -> None:
    answer = client.post(reverse("console:user", args=[admin.id]), {"do": "shut-out"})
    assert answer.status_code == 409
    assert get_user(scope=OPERATOR, user_id=admin.id).is_active


def test_a_day_is_closed_and_opened_again(client: Client, leeds: Place) -> None:
    day = timezone.now().date().replace(year=timezone.now().year + 1).isoformat()
    url = reverse("console:closed-day", args=["LEEDS"])
    assert "Stocktake" in client.post(url, {"day": day, "reason": "Stocktake"}, follow=True).content.decode()
    assert "Stocktake" not in client.post(url, {"day": day, "open": "on"}, follow=True).content.decode()


def test_an_item_is_made_changed_and_refused_with_every_reason(client: Client, acme: Merchant) -> None:
    form = {
        "merchant": "ACME", "code": "BOWL", "name": "Bowl", "kind": "stock", "weight_grams": "300",
        "barcodes": "4006381333931", "is_active": "on", "is_fragile": "on",
    }  # fmt: skip
    assert client.post(reverse("console:new-sku"), form).headers["Location"] == "/catalog/ACME/BOWL/"
    bowl = get_sku(OPERATOR, merchant_code="ACME", code="BOWL")
    assert (bowl.weight_grams, bowl.is_fragile, bowl.barcodes) == (300, True, ["4006381333931"])
    client.post(reverse("console:edit-sku", args=["ACME", "BOWL"]), {**form, "name": "Blue bowl"})
    assert get_sku(OPERATOR, merchant_code="ACME", code="BOWL").name == "Blue bowl"
    refused = client.post(reverse("console:new-sku"), {**form, "name": "", "weight_grams": "heavy"})
    assert refused.status_code == 422
    assert refused.content.decode().count('href="#field-') == 2


def test_health_lets_a_worker_check_and_shows_what_came_of_it(
    client: Client, mug: Sku, leeds: Place, stock: PutStock
) -> None:
    stock(mug, leeds, 5)
    url = reverse("console:health")
    assert "has not run yet" in client.get(url).content.decode()
    for _ in range(2):
        assert client.post(url).status_code == 302
    [task] = [task for task in list_tasks(OPERATOR) if task.task == "insight.check"]
    assert task.waiting == 1
    check_everything()
    page = client.get(url).content.decode()
    assert "Ledger, bins, stock, orders and journal say the same." in page
    assert "has not run yet" not in page


def test_the_search_opens_the_only_hit_and_groups_several(
    client: Client, mug: Sku, leeds: Place, stock: PutStock, take: Take, acme: Merchant
) -> None:
    stock(mug, leeds, 5)
    numbers = [take(make_draft(("MUG", 1), number=f"W-{place}")) for place in range(2)]
    with transaction(OPERATOR):
        index_orders(order_ids=[get_order(OPERATOR, number=number).header.id for number in numbers])
        index_orders(order_ids=[get_order(OPERATOR, number=numbers[0]).header.id])
        index_skus(merchant_ids=[acme.id], codes=[], is_all=True)

    def search(text: str) -> str:
        answer = client.get(reverse("console:search"), {"q": text})
        return answer.headers.get("Location") or answer.content.decode()

    assert search(numbers[0].lower()) == f"/orders/ACME:{numbers[0]}/"
    assert search("W-1") == f"/orders/ACME:{numbers[1]}/"
    assert search("mug") == "/stock/ACME/MUG/"
    assert search("a-01-01") == reverse("console:location", args=[leeds.locations["A-01-01"]])
    for text in ("anna schmidt", "Schmidt", "schm", "anna@example.com", "+4930901820"):
        assert all(number in search(text) for number in numbers), text
    assert "Nothing is called" in search("nobody")
