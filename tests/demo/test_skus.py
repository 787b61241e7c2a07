import json
from collections import Counter

import pytest
from stdnum import ean

from packhaus.demo.source.barcodes import compute_check_digit, make_barcode
from packhaus.demo.source.dimensions import list_classes, measure
from packhaus.demo.source.kopi import list_kopi_skus
from packhaus.demo.source.skus import choose_name, find_kind, list_retailer_skus
from packhaus.demo.source.tables import FOLDER, read_table
from packhaus.demo.source.types import DemoSku

GOODS = [sku for sku in (*list_retailer_skus(), *list_kopi_skus()) if sku.kind == "stock"]


def test_there_is_one_article_per_code() -> None:
    codes = [sku.code for sku in list_retailer_skus()]
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    assert len(set(codes)) == len(codes) == expected["codes"]


def test_most_articles_fall_in_a_class_of_their_own() -> None:
    classes = Counter(sku.dimension_class for sku in list_retailer_skus() if sku.kind == "stock")
    specific = 1 - classes["general gift"] / classes.total()
    assert specific > 0.9
    assert len(classes) >= 60
    assert {each.name for each in list_classes()} == set(classes), "a class without an article"


def test_the_last_class_takes_everything() -> None:
    assert list_classes()[-1].name == "general gift"
    assert measure(code="1", name="").dimension_class == "general gift"


def test_nothing_has_a_token_size() -> None:
    for sku in GOODS:
        assert 50 <= sku.length_mm <= 980, sku
        assert sku.length_mm >= sku.width_mm >= sku.height_mm >= 3, sku
        assert 10 not in {sku.length_mm, sku.width_mm, sku.height_mm}, sku
        assert 5 <= sku.weight_grams <= 18_000, sku


def test_no_article_is_heavier_than_stone_or_lighter_than_feathers() -> None:
    for sku in GOODS:
        litres = sku.length_mm * sku.width_mm * sku.height_mm / 1_000_000
        assert 0.01 <= sku.weight_grams / 1000 / litres <= 3.5, sku


def test_every_article_fits_a_carton() -> None:
    cartons = [
        (
            sorted(int(row[f"inner_{side}_mm"]) for side in ("length", "width", "height")),
            int(row["max_weight_grams"]) - int(row["tare_grams"]),
        )
        for row in read_table("cartons.csv")
    ]
    for sku in GOODS:
        sides = sorted((sku.length_mm, sku.width_mm, sku.height_mm))
        assert any(
            all(side <= inner for side, inner in zip(sides, inside, strict=True)) and sku.weight_grams <= load
            for inside, load in cartons
        ), sku


@pytest.mark.parametrize(
    ("name", "dimension_class"),
    [
        ("WHITE HANGING HEART T-LIGHT HOLDER", "t-light holder"),
        ("SET OF 6 T-LIGHTS SANTA", "t-lights"),
        ("RED RETROSPOT CHILDRENS UMBRELLA", "umbrella"),
        ("DANISH ROSE FOLDING CHAIR", "cabinet"),  # not HAIR
        ("ENAMEL BREAD BIN CREAM", "bread bin"),  # not NAME
        ("WOVEN ROSE GARDEN CUSHION COVER", "cushion cover"),
        ("LETTER SHAPE PENCIL SHARPENER", "pencils"),
    ],
)
def test_articles_land_in_the_class_a_person_would_choose(name: str, dimension_class: str) -> None:
    assert measure(code="1", name=name).dimension_class == dimension_class


def test_words_of_the_description_change_the_size() -> None:
    plain = measure(code="1", name="GLASS BELL JAR")
    small = measure(code="1", name="GLASS BELL JAR SMALL")
    large = measure(code="1", name="GLASS BELL JAR LARGE")
    assert small.length_mm < plain.length_mm < large.length_mm
    assert small.weight_grams < plain.weight_grams < large.weight_grams
    one, six = measure(code="1", name="BLUE MUG"), measure(code="1", name="SET OF 6 BLUE MUG")
    assert six.weight_grams == pytest.approx(6 * one.weight_grams, rel=0.02)
    assert measure(code="1", name="BLACK CHRISTMAS TREE 60CM").length_mm == pytest.approx(600, rel=0.1)


def test_barcodes_are_valid_unique_and_from_the_restricted_range() -> None:
    skus = [*list_retailer_skus(), *list_kopi_skus()]
    barcodes = [sku.barcode for sku in skus if sku.barcode]
    assert len(set(barcodes)) == len(barcodes)
    assert all(ean.is_valid(barcode) for barcode in barcodes)
    assert {barcode[:2] for barcode in barcodes} == {"20", "24"}


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert compute_check_digit("629104150021") == "3"  # GS1 General Specifications, figure 7.9-1
    assert make_barcode(merchant_code="ORG", code="85123A") == make_barcode(
        merchant_code="ORG", code="85123A"
    )


@pytest.mark.parametrize(
    ("descriptions", "name"),
    [
        ({"HAND WARMER RED": 74, "HAND WARMER RED POLKA DOT": 18}, "HAND WARMER RED"),
        ({"": 5, "damages": 9, "BLUE BOWL": 1}, "BLUE BOWL"),
        ({"BOWL": 2, "BOWL BLUE": 2}, "BOWL BLUE"),
        ({"": 3, "?": 1}, "Article 1 (no description)"),
    ],
)
def test_the_most_frequent_description_that_is_no_note_names_the_article(
    descriptions: dict[str, int], name: str
) -> None:
    assert choose_name(code="1", descriptions=Counter(descriptions)) == name


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("85123A", "stock"),
        ("POST", "service"),
        ("C2", "service"),
        ("DOT", "service"),
        ("M", "fee"),
        ("D", "fee"),
        ("BANK CHARGES", "fee"),
        ("AMAZONFEE", "fee"),
        ("GIFT_0001_40", "digital"),
        ("DCGS0076", "stock"),
    ],
)
def test_a_code_says_whether_it_is_goods(code: str, kind: str) -> None:
    assert find_kind(code) == kind


def test_the_second_merchant_has_every_kind() -> None:
    skus = list_kopi_skus()
    assert {sku.kind for sku in skus} == {"stock", "kit", "digital", "service", "deposit", "fee"}
    by_code: dict[str, DemoSku] = {sku.code: sku for sku in skus}
    kit = by_code["BOX-MORNING"]
    assert all(by_code[code].kind == "stock" and quantity > 0 for code, quantity in kit.components)
    assert any(sku.is_lot_tracked and sku.shelf_life_days for sku in skus)
