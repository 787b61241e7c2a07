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
