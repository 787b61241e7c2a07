"""The second merchant: small, invented, with everything the retailer has not.

A kit, a digital item, a deposit, lots, expiry, three currencies, cash on delivery, invoices, Indonesian and American
addresses and a partner's stock feed. The tables are CSV files in ``demo/data``; codes stand without their merchant.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from packhaus.demo.source.barcodes import make_barcode
from packhaus.demo.source.putting import Shelves
from packhaus.demo.source.stock import DemoStock
from packhaus.demo.source.tables import read_table
from packhaus.demo.source.types import DemoLine, DemoOrder, DemoSku

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from packhaus.demo.source.types import OrderPolicy, PaymentTerms, SkuKind

MERCHANT = "KOPI"
OWN_SITE = "BER-1"
GIFT_WRAP, ENGRAVING = "GIFT-WRAP", "ENGRAVE"
# The service that shoppers buy in the shop, and what it means for the floor.
_WRAPPING = "WRAP"
ZONE = ZoneInfo("Europe/Berlin")


def list_kopi_skus() -> tuple[DemoSku, ...]:
    """Return the merchant's items, kits after what they are made of."""
    return tuple(_make_sku(row) for row in read_table("kopi_skus.csv"))


def load_kopi_orders(*, days: Sequence[date]) -> list[DemoOrder]:
    """Return the merchant's orders in the order of time; ``days`` are the dates of the trading days, oldest first."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_table("kopi_orders.csv"):
        grouped[row["order"]].append(row)
    orders = [_make_order(rows, on=days[int(rows[0]["day"])]) for rows in grouped.values()]
    return sorted(orders, key=lambda order: (order.placed_at, order.external_number))


def list_kopi_stock() -> list[DemoStock]:
    """Return opening stock, deliveries, and the partner's feed: quantities at a site of which no bin is known."""
    shelves = Shelves(OWN_SITE)
    skus = {sku.code: sku for sku in list_kopi_skus()}
    faces: dict[str, str] = {}
    planned = []
    # Its bins come from the far end, which the retailer's articles never reach.
    far_end = shelves.list_last_faces(count=len(skus))
    for row in read_table("kopi_stock.csv"):
        location = ""
        if row["site"] == OWN_SITE:
            location = faces.setdefault(row["code"], far_end[len(faces)])
        planned.append(
            DemoStock(
                MERCHANT,
                row["site"],
                location,
                row["code"],
                int(row["quantity"]),
                int(row["received_on_day"]) if row["received_on_day"] else None,
                row["lot"],
                int(row["expires_in_days"]) if row["expires_in_days"] else None,
            )
        )
    return planned


def _make_sku(row: dict[str, str]) -> DemoSku:
    parts = (part.split(":") for part in row["components"].split())
    return DemoSku(
        merchant_code=MERCHANT,
        code=row["code"],
        name=row["name"],
        kind=cast("SkuKind", row["kind"]),
        dimension_class="",
        length_mm=int(row["length_mm"]),
        width_mm=int(row["width_mm"]),
        height_mm=int(row["height_mm"]),
        weight_grams=int(row["weight_grams"]),
        barcode=make_barcode(merchant_code=MERCHANT, code=row["code"])
        if row["kind"] in {"stock", "kit"}
        else None,
        is_lot_tracked=row["is_lot_tracked"] == "yes",
        shelf_life_days=int(row["shelf_life_days"]) if row["shelf_life_days"] else None,
        components=tuple((code, int(quantity)) for code, quantity in parts),
    )


def _make_order(rows: Sequence[dict[str, str]], *, on: date) -> DemoOrder:
    first = rows[0]
    return DemoOrder(
        external_number=first["order"],
        merchant_code=MERCHANT,
        placed_at=datetime.combine(on, time.fromisoformat(first["time"]), ZONE),
        customer=first["customer"],
        country=first["country"],
        currency=first["currency"],
        payment_terms=cast("PaymentTerms", first["payment_terms"]),
        policy=cast("OrderPolicy", first["policy"]),
        lines=tuple(
            DemoLine(row["code"], int(row["quantity"]), int(row["unit_price_minor"]), _name_services(row))
            for row in rows
        ),
        vas=GIFT_WRAP if any(row["code"] == _WRAPPING for row in rows) else "",
    )


def _name_services(row: dict[str, str]) -> str:
    return f"{ENGRAVING}={row['engraving']}" if row["engraving"] else ""
