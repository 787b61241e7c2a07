"""The retailer's catalog, drawn from its order lines.

One article per code. Its name is the most frequent description that is not a note; on a tie the longer one. A code that
is only ever mentioned without a description keeps its code as its name. What is not goods is recognised by its code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from packhaus.demo.source.barcodes import make_barcode
from packhaus.demo.source.dimensions import measure
from packhaus.demo.source.rows import find_note, read_rows
from packhaus.demo.source.tables import read_table
from packhaus.demo.source.types import DemoSku

if TYPE_CHECKING:
    from packhaus.demo.source.types import SkuKind

MERCHANT = "ORG"
VOUCHER = "GIFT_"


@cache
def list_retailer_skus() -> tuple[DemoSku, ...]:
    """Return the retailer's items of the 20 days, by code."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_rows():
        seen[row.code][row.description] += 1
    return tuple(_make_sku(code=code, descriptions=seen[code]) for code in sorted(seen))


def choose_name(*, code: str, descriptions: Counter[str]) -> str:
    """Return the name an article goes by among the descriptions found for its code."""
    named = [(count, len(text), text) for text, count in descriptions.items() if find_note(text) is None]
    return max(named)[2] if named else f"Article {code} (no description)"


def find_kind(code: str) -> SkuKind:
    """Return what a code stands for; everything not listed in ``charges.csv`` is goods."""
    if code.startswith(VOUCHER):
        return "digital"
    return _list_charges().get(code, "stock")


@cache
def _list_charges() -> dict[str, SkuKind]:
    kinds: dict[str, SkuKind] = {"service": "service", "fee": "fee"}
    return {row["code"]: kinds[row["kind"]] for row in read_table("charges.csv")}


def _make_sku(*, code: str, descriptions: Counter[str]) -> DemoSku:
    name = choose_name(code=code, descriptions=descriptions)
    kind = find_kind(code)
    if kind != "stock":
        return DemoSku(MERCHANT, code, name, kind, "", 0, 0, 0, 0, None)
    size = measure(code=code, name=name)
    barcode = make_barcode(merchant_code=MERCHANT, code=code)
    return DemoSku(MERCHANT, code, name, kind, *size, barcode)
