from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.inventory.queries.get_sku_stock import get_sku_stock
from tests.harness.cast import Place
from tests.harness.stock import PutStock


def test_the_operator_sees_bins_that_add_up(stock: PutStock, mug: Sku, leeds: Place, operator: Scope) -> None:
    stock(mug, leeds, 10)
    stock(mug, leeds, 5, location="R-01-01")
    found = get_sku_stock(operator, sku_id=mug.id)
    assert (found.total("free"), found.sites[0].in_bins, len(found.bins)) == (15, 15, 2)
    assert not found.disagreeing


def test_a_merchant_who_sees_no_bins_is_not_told_that_they_disagree(
    stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    found = get_sku_stock(acme_scope, sku_id=mug.id)
    assert found.total("on_hand") == 10
    assert not found.disagreeing


def test_a_stranger_sees_nothing(stock: PutStock, mug: Sku, leeds: Place, beta_scope: Scope) -> None:
    stock(mug, leeds, 10)
    found = get_sku_stock(beta_scope, sku_id=mug.id)
    assert not found.sites
    assert not found.bins
