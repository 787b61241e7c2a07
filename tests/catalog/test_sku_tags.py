from dataclasses import replace
from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.queries.get_sku import get_sku
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.services.tags import add_tag, change_tags, remove_tag
from packhaus.catalog.types import SkuDraft
from packhaus.journal.models import Entry
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.kernel.tags import TAGS_AT_MOST


def read_tags(scope: Scope, code: str = "MUG") -> list[str]:
    return get_sku(scope, merchant_code="ACME", code=code).tags


def test_a_tag_is_put_on_once_and_told_by_merchant(
    acme_scope: Scope, operator: Scope, mug: Sku, lamp: Sku, beta_mug: Sku, now: datetime
) -> None:
    ids = [mug.id, lamp.id, beta_mug.id]
    assert set(add_tag(scope=operator, sku_ids=ids, tag="sale", now=now, actor=SYSTEM)) == set(ids)
    assert add_tag(scope=operator, sku_ids=ids, tag="sale", now=now, actor=SYSTEM) == []
    assert remove_tag(scope=operator, sku_ids=[mug.id], tag="sale", now=now, actor=SYSTEM) == [mug.id]
    assert (read_tags(acme_scope), read_tags(acme_scope, "LAMP")) == ([], ["sale"])
    with transaction(operator):
        facts = list(Entry.objects.filter(kind__in=["skus_tagged", "skus_untagged"]).order_by("id"))
    assert sorted(fact.data["codes"] for fact in facts[:2]) == [["LAMP", "MUG"], ["MUG"]]
    assert (facts[2].kind, facts[2].data["tag"]) == ("skus_untagged", "sale")


def test_another_merchants_item_is_not_tagged(
    beta_scope: Scope, acme_scope: Scope, mug: Sku, now: datetime
) -> None:
    assert add_tag(scope=beta_scope, sku_ids=[mug.id], tag="sale", now=now, actor=SYSTEM) == []
    with pytest.raises(NotFound):
        change_tags(scope=beta_scope, sku_id=mug.id, added=["sale"], removed=[], now=now, actor=SYSTEM)
    assert read_tags(acme_scope) == []


def test_tags_change_in_one_go_and_too_many_change_nothing(
    acme_scope: Scope, mug: Sku, now: datetime
) -> None:
    def change(added: list[str], removed: list[str]) -> list[str]:
        return change_tags(
            scope=acme_scope, sku_id=mug.id, added=added, removed=removed, now=now, actor=SYSTEM
        )

    assert change(["sale", "gift", "sale"], []) == ["sale", "gift"]
    assert change(["new"], ["sale"]) == ["gift", "new"]
    with pytest.raises(Invalid):
        change([f"t{number}" for number in range(TAGS_AT_MOST - 1)], [])
    with pytest.raises(Invalid):
        change(["Anna Schmidt"], ["gift"])
    assert read_tags(acme_scope) == ["gift", "new"]


def test_saving_an_item_keeps_its_tags_unless_it_names_some(
    acme: Merchant, acme_scope: Scope, mug: Sku, now: datetime
) -> None:
    def save(draft: SkuDraft) -> None:
        save_skus(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)

    draft = SkuDraft("MUG", "Red mug", tags=("sale", "gift"))
    save(draft)
    assert read_tags(acme_scope) == ["sale", "gift"]
    save(replace(draft, name="Blue mug", tags=None))
    assert read_tags(acme_scope) == ["sale", "gift"]
    save(replace(draft, tags=()))
    assert read_tags(acme_scope) == []
    with pytest.raises(Invalid) as refusal:
        save(replace(draft, tags=("a", "a", "Anna Schmidt")))
    assert [problem.code for problem in refusal.value.problems] == ["format", "repeated"]
