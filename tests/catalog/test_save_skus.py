from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, KitComponent, Packaging, Sku
from packhaus.catalog.names import make_name_key
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import PackagingDraft, SkuDraft
from packhaus.kernel.errors import Invalid


def test_items_are_created_with_codes_packagings_and_parts_and_changed_by_their_code(
    acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    drafts = [
        SkuDraft(
            "MUG",
            "Mug",
            barcodes=("4006381333931",),
            packagings=(PackagingDraft("CASE", 12, weight_grams=4000),),
        ),
        SkuDraft("SET", "Set of two", kind="kit", components=(("MUG", 2),)),
    ]
    ids = save_skus(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    again = save_skus(
        scope=acme_scope, merchant_id=acme.id, drafts=[SkuDraft("MUG", "Mug, blue")], now=now, actor=SYSTEM
    )
    assert again["MUG"] == ids["MUG"]
    with transaction(acme_scope):
        assert Sku.objects.get(code="MUG").name == "Mug, blue"
        assert Barcode.objects.get().code == "4006381333931"
        assert Packaging.objects.get().quantity == 12
        assert KitComponent.objects.get().quantity == 2


def test_every_problem_of_every_item_is_told_and_nothing_is_saved(
    acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    drafts = [
        SkuDraft("", "No code", weight_grams=-1),
        SkuDraft("BAD", "Misread", barcodes=("4006381333932",)),
        SkuDraft("KIT", "Empty", kind="kit"),
        SkuDraft("LOOP", "Itself", kind="kit", components=(("LOOP", 1),)),
        SkuDraft("GHOST", "Unknown part", kind="kit", components=(("NOSUCH", 1),)),
    ]
    with pytest.raises(Invalid) as refused:
        save_skus(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    assert {(problem.path, problem.code) for problem in refused.value.problems} == {
        ("skus.0.code", "format"),
        ("skus.0.weight_grams", "range"),
        ("skus.1.barcodes", "check_digit"),
        ("skus.2.components", "required"),
        ("skus.3.components", "depth"),
        ("skus.4.components", "unknown_sku"),
    }
    with transaction(acme_scope):
        assert not Sku.objects.exists()


@pytest.mark.parametrize(
    ("name", "key"),
    [("Äpfel", "apfel"), ("Öl", "ol"), ("Übung", "ubung"), ("Straße", "strasse"), ("Café", "cafe")],
)
def test_names_sort_without_accents_and_case(name: str, key: str) -> None:
    assert make_name_key(name) == key


def refuse(scope: Scope, merchant: Merchant, now: datetime, *drafts: SkuDraft) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        save_skus(scope=scope, merchant_id=merchant.id, drafts=drafts, now=now, actor=SYSTEM)
    return {(problem.path, problem.code) for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("draft", "path", "code"),
    [
        (SkuDraft("A", "A", origin="GERMANY"), "origin", "format"),
        (SkuDraft("A", "A", hs_code="12"), "hs_code", "format"),
        (SkuDraft("A", "A", default_lead_days=-1), "default_lead_days", "range"),
        (SkuDraft("A", "A", minimum_shelf_life_days=10**9), "minimum_shelf_life_days", "range"),
        (SkuDraft("A", "A", height_mm=10**12), "height_mm", "range"),
        (SkuDraft("A", "A", packagings=(PackagingDraft("CASE", 1),)), "packagings.0.quantity", "range"),
        (SkuDraft("A", "A", packagings=(PackagingDraft("C", 2), PackagingDraft("C", 3))), "packagings", "repeated"),
        (SkuDraft("A", "A", barcodes=("X1", "X1")), "barcodes", "repeated"),
        (SkuDraft("A", "A\x00"), "name", "format"),
    ],
)  # fmt: skip
def test_what_the_database_would_refuse_is_told_by_its_field(
    acme: Merchant, acme_scope: Scope, now: datetime, draft: SkuDraft, path: str, code: str
) -> None:
    assert refuse(acme_scope, acme, now, draft) == {(f"skus.0.{path}", code)}


def test_a_barcode_does_not_silently_come_to_mean_another_item(
    acme: Merchant, acme_scope: Scope, now: datetime, mug: Sku
) -> None:
    first = SkuDraft("MUG", "Mug", barcodes=("4006381333931",))
    save_skus(scope=acme_scope, merchant_id=acme.id, drafts=[first], now=now, actor=SYSTEM)
    second = SkuDraft("CUP", "Cup", barcodes=("4006381333931",))
    assert refuse(acme_scope, acme, now, second) == {("skus.0.barcodes", "taken")}


def test_an_item_keeps_its_kind_and_its_unit(
    acme: Merchant, acme_scope: Scope, now: datetime, mug: Sku
) -> None:
    changed = SkuDraft("MUG", "Mug", kind="service", base_unit="gram")
    assert refuse(acme_scope, acme, now, changed) == {("skus.0.kind", "fixed"), ("skus.0.base_unit", "fixed")}


def test_kits_of_the_catalog_count_for_cycles_and_depth(
    acme: Merchant, acme_scope: Scope, now: datetime, mug: Sku
) -> None:
    kits = [
        SkuDraft("ONE", "One", kind="kit", components=(("MUG", 2),)),
        SkuDraft("TWO", "Two", kind="kit", components=(("ONE", 2),)),
        SkuDraft("THREE", "Three", kind="kit", components=(("TWO", 2),)),
    ]
    save_skus(scope=acme_scope, merchant_id=acme.id, drafts=kits, now=now, actor=SYSTEM)
    four = SkuDraft("FOUR", "Four", kind="kit", components=(("THREE", 1),))
    assert refuse(acme_scope, acme, now, four) == {("skus.0.components", "depth")}
    loop = SkuDraft("ONE", "One", kind="kit", components=(("THREE", 1),))
    assert refuse(acme_scope, acme, now, loop) == {("skus.0.components", "depth")}
    new = SkuDraft("NEW", "New", kind="kit", components=(("MUG", 1),))
    deeper = SkuDraft("ONE", "One", kind="kit", components=(("NEW", 1),))
    assert refuse(acme_scope, acme, now, new, deeper) == {
        ("skus.1.components", "depth"),
        ("skus.0.components", "depth"),
    }
