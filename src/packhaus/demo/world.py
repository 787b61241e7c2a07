"""Merchants, sites, carriers and catalog of the demo, and the ids they have got."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.services.merchants import create_merchant
from packhaus.access.types import SYSTEM
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import SkuDraft
from packhaus.demo.source import facilities
from packhaus.demo.source.kopi import list_kopi_skus
from packhaus.demo.source.sites import DemoLocation, list_locations
from packhaus.demo.source.skus import list_retailer_skus
from packhaus.demo.source.types import DemoSku
from packhaus.inbound.services.docks.doors import set_doors
from packhaus.inventory.services.locations import LocationDraft, save_locations
from packhaus.network.services.sites import save_site
from packhaus.network.types import CutOffDraft, SiteDraft
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.transit_lanes import save_lanes
from packhaus.terms.services.registrations import write_registrations
from packhaus.terms.types.registrations import RegistrationDraft, Scheme

OPERATOR = Scope.operator()
ACCENTS = {"ORG": "#0b7285", "KOPI": "#7a4a1e"}
DOORS = ("D1", "D2")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(slots=True)
class World:
    """Ids by the names that the demo's tables use."""

    merchants: dict[str, UUID] = field(default_factory=dict)
    sites: dict[str, UUID] = field(default_factory=dict)
    locations: dict[tuple[str, str], int] = field(default_factory=dict)
    skus: dict[tuple[str, str], UUID] = field(default_factory=dict)
    policies: dict[tuple[str, str], UUID] = field(default_factory=dict)
    goods: list[tuple[str, UUID]] = field(default_factory=list)


def build_world(*, now: datetime) -> World:
    """Create everything that is there before the first unit of stock and the first order."""
    world = World()
    for merchant in facilities.list_merchants():
        world.merchants[merchant.code] = create_merchant(
            scope=OPERATOR, code=merchant.code, name=merchant.name, currency=merchant.currency,
            country=merchant.country, language=merchant.language, accent=ACCENTS[merchant.code], is_own=False,
            now=now, actor=SYSTEM,
        )  # fmt: skip
        _register(world.merchants[merchant.code], merchant.code, now)
    _create_carriers(now)
    _create_sites(world, now)
    for code in world.merchants:
        skus = [sku for sku in (*list_retailer_skus(), *list_kopi_skus()) if sku.merchant_code == code]
        _create_skus(world, code, skus, now)
    return world


def _register(merchant_id: UUID, code: str, now: datetime) -> None:
    """Register a merchant where presets ask for it; samples, which register nobody."""
    drafts = [
        RegistrationDraft("DE", scheme.value, f"SAMPLE-{code}-{scheme.value}", date(now.year - 1, 1, 1))
        for scheme in (Scheme.PACKAGING_REGISTER, Scheme.PACKAGING_SYSTEM)
    ]
    write_registrations(
        scope=OPERATOR, merchant_id=merchant_id, drafts=drafts, is_sample=True, now=now, actor=SYSTEM
    )


def _create_sites(world: World, now: datetime) -> None:
    cut_offs: defaultdict[str, list[CutOffDraft]] = defaultdict(list)
    for cut_off in facilities.list_cut_offs():
        cut_offs[cut_off.site].append(CutOffDraft(cut_off.carrier, cut_off.at, EVERY_DAY))
    locations: defaultdict[str, list[LocationDraft]] = defaultdict(list)
    for location in list_locations():
        locations[location.site].append(_draft_location(location))
    for site in facilities.list_sites():
        draft = SiteDraft(**asdict(site), cut_offs=tuple(cut_offs[site.code]))
        world.sites[site.code] = save_site(scope=OPERATOR, draft=draft, now=now, actor=SYSTEM)
        made = save_locations(
            scope=OPERATOR, site_id=world.sites[site.code], drafts=locations[site.code], now=now, actor=SYSTEM
        )
        world.locations.update({(site.code, code): id_ for code, id_ in made.items()})
        if site.run_by == "own":
            set_doors(scope=OPERATOR, site_id=world.sites[site.code], codes=DOORS, now=now, actor=SYSTEM)


def _draft_location(location: DemoLocation) -> LocationDraft:
    return LocationDraft(**{one.name: getattr(location, one.name) for one in fields(LocationDraft)})


def _create_carriers(now: datetime) -> None:
    services: defaultdict[str, list[ServiceDraft]] = defaultdict(list)
    for service in facilities.list_services():
        services[service.carrier].append(
            ServiceDraft(
                **{one.name: getattr(service, one.name) for one in fields(service) if one.name != "carrier"}
            )
        )
    save_carriers(
        scope=OPERATOR,
        drafts=[
            CarrierDraft(services=tuple(services[carrier.code]), **asdict(carrier))
            for carrier in facilities.list_carriers()
        ],
        now=now,
        actor=SYSTEM,
    )
    save_lanes(scope=OPERATOR, drafts=facilities.list_transit_times(), now=now, actor=SYSTEM)


def _create_skus(world: World, merchant: str, skus: Iterable[DemoSku], now: datetime) -> None:
    drafts = [_draft_sku(sku) for sku in skus]
    merchant_id = world.merchants[merchant]
    ids = save_skus(scope=OPERATOR, merchant_id=merchant_id, drafts=drafts, now=now, actor=SYSTEM)
    world.skus.update({(merchant, code): id_ for code, id_ in ids.items()})
    world.goods += [(merchant, ids[draft.code]) for draft in drafts if draft.kind == "stock"]


def _draft_sku(sku: DemoSku) -> SkuDraft:
    return SkuDraft(
        code=sku.code,
        name=sku.name,
        kind=sku.kind,
        length_mm=sku.length_mm,
        width_mm=sku.width_mm,
        height_mm=sku.height_mm,
        weight_grams=sku.weight_grams,
        has_lots=sku.is_lot_tracked,
        has_expiry=sku.shelf_life_days is not None,
        barcodes=(sku.barcode,) if sku.barcode else (),
        components=sku.components,
    )
