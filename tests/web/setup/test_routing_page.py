"""By what sites are chosen: tried on the last orders, saved by the operator's leads, told to no merchant."""

from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.queries.get_order import get_order
from packhaus.orders.queries.routing import get_routing_weights
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take

ASKED = {
    "by": "cost", "currency": "gbp", "day_minor": "1,00", "split_minor": "2.50", "full_minor": "3",
    "parcel_grams": "1.5 kg",
}  # fmt: skip
COST = {
    "currency": "GBP",
    "minor": 300,
    "freight_minor": 500,
    "time_minor": -200,
    "load_minor": 0,
    "split_minor": 0,
}


def test_a_trial_saves_nothing_and_what_is_saved_is_shown_again(
    sign_in: SignIn, admin: User, take: Take, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 10)
    take(make_draft(("MUG", 1)))
    client, url = sign_in(admin), reverse("console:routing")
    tried = client.post(url, {**ASKED, "try": "1"}).content.decode()
    assert "The last order" in tried
    assert not get_routing_weights().is_active
    wrong = client.post(url, {**ASKED, "currency": "pounds", "day_minor": "much"})
    assert wrong.status_code == 422
    assert client.post(url, ASKED).status_code == 302
    weights = get_routing_weights()
    assert (weights.day_minor, weights.split_minor, weights.full_minor, weights.parcel_grams) == (
        100,
        250,
        300,
        1500,
    )
    assert 'value="2.50"' in client.get(url).content.decode()


def test_what_sites_would_have_cost_stands_on_the_order_for_the_operator_alone(
    sign_in: SignIn, admin: User, owner: User, operator: Scope, acme_scope: Scope, stock: PutStock, mug: Sku,
    take: Take, leeds: Place, berlin: Place,
) -> None:  # fmt: skip
    stock(mug, leeds, 10)
    number = take(make_draft(("MUG", 1)))
    loser = {"site": str(berlin.id), "rule": "dearer", "sku": None, "units": 0, "km": 0}
    with transaction(operator):
        FulfillmentOrder.objects.update(explanation=[{**loser, "cost": COST}])
    url = reverse("console:order", args=[number])
    told = sign_in(admin).get(url).content.decode()
    assert "Would cost £3.00 more: freight +£5.00, days until it arrives −£2.00" in told
    told = sign_in(owner).get(url).content.decode()
    assert "Dearer to send from" in told
    assert "freight" not in told
    assert get_order(acme_scope, number=number).fulfillments[0].explanation == [loser]
