"""What the second merchant asks for beside picking and packing: services, an insert for every order, fresh goods."""

from datetime import datetime

from packhaus.access.types import SYSTEM
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.services.vas import save_vas_options
from packhaus.catalog.services.vas_rules import replace_vas_rules
from packhaus.catalog.types import SkuDraft, VasOptionDraft, VasRuleDraft
from packhaus.demo.source.kopi import ENGRAVING, GIFT_WRAP, MERCHANT, OWN_SITE
from packhaus.demo.world import OPERATOR, World
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.terms.services.shelf_rules import write_shelf_rules
from packhaus.terms.types.shelf_rules import ShelfRuleDraft

LEAFLET, LEAFLETS = "LEAFLET", 500
# Goods of so much are wrapped without being asked.
WRAPPED_FROM_MINOR = 6_000
_OPTIONS = (
    VasOptionDraft(
        code=GIFT_WRAP, kind="gift_wrap", minutes=4, step="before", material="paper", material_grams=45,
        names={"en": "Gift wrap", "de": "Geschenkverpackung", "id": "Bungkus kado"},
        instructions={
            "en": "Brown paper, green ribbon. No price tags.",
            "de": "Braunes Papier, grünes Band. Keine Preisschilder.",
            "id": "Kertas cokelat, pita hijau. Tanpa label harga.",
        },
    ),
    VasOptionDraft(
        code=ENGRAVING, kind="engraving", minutes=6, per="unit", step="before", asks_text=True,
        names={"en": "Engraving", "de": "Gravur", "id": "Ukiran"},
        instructions={
            "en": "Engrave the text under the handle, at most 20 letters.",
            "de": "Den Text unter dem Henkel eingravieren, höchstens 20 Buchstaben.",
            "id": "Ukir teks di bawah gagang, paling banyak 20 huruf.",
        },
    ),
    VasOptionDraft(
        code=LEAFLET, kind="insert", sku=LEAFLET, sku_quantity=1, material="paper", material_grams=8,
        names={"en": "Leaflet on brewing", "de": "Faltblatt zum Aufbrühen", "id": "Selebaran cara menyeduh"},
    ),
)  # fmt: skip
_RULES = (
    VasRuleDraft(option=LEAFLET),
    VasRuleDraft(option=GIFT_WRAP, least_goods_minor=WRAPPED_FROM_MINOR, currency="EUR"),
)


def ask_for_extras(*, world: World, now: datetime) -> None:
    """Offer the services, add what rules say to orders, and let what goes to Switzerland last a while there."""
    merchant_id = world.merchants[MERCHANT]
    leaflet = SkuDraft(
        LEAFLET, "Leaflet on brewing", length_mm=210, width_mm=100, height_mm=1, weight_grams=8
    )
    skus = save_skus(scope=OPERATOR, merchant_id=merchant_id, drafts=[leaflet], now=now, actor=SYSTEM)
    place = world.locations[OWN_SITE, "PACK-01"]
    receive_stock(
        scope=OPERATOR, site_id=world.sites[OWN_SITE], document_id=f"LEAFLETS-{OWN_SITE}", now=now, actor=SYSTEM,
        lines=[ReceiptLine(merchant_id, skus[LEAFLET], LEAFLETS, place)],
    )  # fmt: skip
    save_vas_options(scope=OPERATOR, merchant_id=merchant_id, drafts=_OPTIONS, now=now, actor=SYSTEM)
    replace_vas_rules(scope=OPERATOR, merchant_id=merchant_id, drafts=_RULES, now=now, actor=SYSTEM)
    fresh = ShelfRuleDraft("Switzerland", 20, now.date(), transit_days=3, country="CH")
    write_shelf_rules(scope=OPERATOR, merchant_id=merchant_id, drafts=[fresh], now=now, actor=SYSTEM)
