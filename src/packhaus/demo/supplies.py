"""What parcels are packed in: the operator's cartons and paper, and the second merchant's, with its name on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.services.merchants import create_merchant
from packhaus.access.types import SYSTEM
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import SkuDraft
from packhaus.demo.source import facilities
from packhaus.demo.source.kopi import MERCHANT, OWN_SITE
from packhaus.demo.world import OPERATOR, World
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.shipping.services.cartons import save_cartons
from packhaus.shipping.types import CartonDraft

# The operator's own goods are those of a merchant of its own.
HOUSE = "HOUSE"
FILL = "FILL-PAPER"
FILL_GRAMS_PER_LITRE = 12
# More than the days use up, and few enough that somebody is told to buy some of them.
CARTONS, FILL_GRAMS, LOW_AT = 4_000, 12_000_000, 1_000


def lay_in_supplies(*, world: World, now: datetime) -> None:
    """Put cartons and paper at the packing places, and let packing use them up; all cardboard and paper is paper."""
    world.merchants[HOUSE] = create_merchant(
        scope=OPERATOR, code=HOUSE, name="Packing supplies", currency="GBP", country="GB", is_own=True, now=now,
        actor=SYSTEM,
    )  # fmt: skip
    _supply(world, HOUSE, [site.code for site in facilities.list_sites() if site.run_by == "own"], now)
    _supply(world, MERCHANT, [OWN_SITE], now)


def _supply(world: World, owner: str, sites: Sequence[str], now: datetime) -> None:
    merchant_id = world.merchants[owner]
    cartons = [_use_stock(carton, owner) for carton in facilities.list_cartons()]
    drafts = [_draft_sku(carton) for carton in cartons]
    if owner == HOUSE:
        drafts.append(SkuDraft(FILL, "Paper to fill cartons", base_unit="gram", weight_grams=1))
    skus = save_skus(scope=OPERATOR, merchant_id=merchant_id, drafts=drafts, now=now, actor=SYSTEM)
    save_cartons(
        scope=OPERATOR,
        merchant_id=None if owner == HOUSE else merchant_id,
        drafts=cartons,
        now=now,
        actor=SYSTEM,
    )
    for site in sites:
        _receive(world, owner, site, skus, now)


def _use_stock(carton: CartonDraft, owner: str) -> CartonDraft:
    return replace(
        carton,
        material_grams={"paper": carton.tare_grams},
        stock=f"{owner}/{carton.code}",
        low_stock_at=LOW_AT,
        fill_material="paper",
        fill_grams_per_litre=FILL_GRAMS_PER_LITRE,
        fill_stock=f"{HOUSE}/{FILL}",
        fill_low_stock_at=FILL_GRAMS // 4,
    )


def _draft_sku(carton: CartonDraft) -> SkuDraft:
    # Folded flat: as long and as wide as the carton's two sides, one upon the other.
    return SkuDraft(
        carton.code,
        f"Carton {carton.code}, folded",
        length_mm=carton.outer_length_mm + carton.outer_width_mm,
        width_mm=carton.outer_width_mm + carton.outer_height_mm,
        height_mm=8,
        weight_grams=carton.tare_grams,
    )


def _receive(world: World, owner: str, site: str, skus: dict[str, UUID], now: datetime) -> None:
    place = world.locations[site, "PACK-01"]
    lines = [
        ReceiptLine(world.merchants[owner], sku_id, FILL_GRAMS if code == FILL else CARTONS, place)
        for code, sku_id in skus.items()
    ]
    receive_stock(
        scope=OPERATOR, site_id=world.sites[site], lines=lines, document_id=f"SUPPLIES-{owner}-{site}", now=now,
        actor=SYSTEM,
    )  # fmt: skip
