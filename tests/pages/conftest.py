"""A small warehouse in which every page has something to show."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.links import make_link
from packhaus.access.services.users import create_user
from packhaus.access.types import SYSTEM, LinkPurpose, Role
from packhaus.care.services.take_note import take_note
from packhaus.care.types import NoteDraft
from packhaus.catalog.models import Sku
from packhaus.catalog.services.vas import save_vas_options
from packhaus.catalog.services.vas_rules import replace_vas_rules
from packhaus.catalog.types import VasOptionDraft, VasRuleDraft
from packhaus.channels.models import ImportRun
from packhaus.config.subscriptions import drain
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.docks.doors import set_doors
from packhaus.inbound.services.docks.hours import set_door_hours
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.inbound.services.put_away.claim import claim_put_away
from packhaus.inbound.services.quality_rules import QualityRuleDraft, set_quality_rule
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.sketches import begin_sketch
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.inbound.types import (
    AsnDraft,
    AsnLineDraft,
    Entry,
    PurchaseDraft,
    PurchaseLineDraft,
    Sketch,
    SketchLine,
)
from packhaus.insight.queries.tower import forget_towers
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.kernel import rows
from packhaus.messaging.services.gateways import GatewayDraft, save_gateway
from packhaus.messaging.services.permissions import Said, note_said
from packhaus.messaging.services.routes import save_route
from packhaus.orders.types import PlacedOrder
from packhaus.outbound.models import SlottingAdvice, SlottingMove, SlottingProposal
from packhaus.outbound.services.policies import PolicyDraft, save_policy
from packhaus.outbound.services.replenish import plan_replenishment, save_faces
from packhaus.outbound.services.sorting import make_wall
from packhaus.outbound.types import FaceDraft, WaveOutcome
from packhaus.printing.services.send import send_paper
from packhaus.printing.services.setup import save_printer, save_station
from packhaus.printing.types import Document, Paper, PrinterDraft
from packhaus.recalls.services.begin import begin_recall
from packhaus.recalls.types import LotScope, RecallDraft
from packhaus.shipping.models import Carrier
from packhaus.shipping.services.connections import save_connection
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.services.rate_versions import publish_rates
from packhaus.shipping.services.transit_lanes import save_lanes
from packhaus.shipping.types import ConnectionDraft, RateCardDraft, TransitDraft
from packhaus.shipping.types.rate_sheets import Table
from packhaus.terms.services.registrations import write_registrations
from packhaus.terms.services.shelf_rules import write_shelf_rules
from packhaus.terms.types.registrations import RegistrationDraft
from packhaus.terms.types.shelf_rules import ShelfRuleDraft
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.types import TransferDraft, TransferLineDraft
from tests.harness.cast import PASSWORD, Place
from tests.harness.stock import PutStock
from tests.messaging.conftest import Tell, make_contact, notice, tell
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, batch, carriers, pack, pick, place, place_one, release
from tests.pages.judge import Visit
from tests.pages.world import World
from tests.web.conftest import SignIn, address, browser, sign_in
from tests.web.setup.test_sign_in_pages import enrol, give_password

__all__ = [
    "address", "batch", "browser", "carriers", "make_contact", "notice", "pack", "pick", "place", "place_one",
    "release", "sign_in", "tell",
]  # fmt: skip


@pytest.fixture
def now() -> datetime:
    """The pages know no other moment."""
    return timezone.now()


@pytest.fixture
def goods(
    carriers: None, stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place, berlin: Place
) -> None:
    """Stock for the orders, of which one is at the dock and one in a tote when this and `floor` are done."""
    forget_towers()
    stock(mug, leeds, 40, backorder_limit=50)
    stock(lamp, leeds, 5, location="A-01-02")
    stock(lamp, leeds, 30, location="R-01-01")
    place(make_draft(("MUG", 2), number="AT-DOCK"))


@pytest.fixture
def floor(
    goods: None,
    place: Placing,
    release: Callable[..., WaveOutcome],
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
) -> PlacedOrder:
    """One order packed, one picked, one in an open batch, others before it; the one that waits is returned."""
    batch(release())
    pick()
    pack()
    place(make_draft(("MUG", 3), ("LAMP", 1), number="IN-TOTE"))
    batch(release())
    pick()
    place(make_draft(("MUG", 1), ("LAMP", 1), number="ON-WALK"))
    batch(release())
    waiting, *_others = place(
        make_draft(("MUG", 4), ("LAMP", 1), number="WAITING"),
        make_draft(("MUG", 60), number="BACKORDERED"),
        make_draft(("MUG", 1), number="HELD", hold_reasons=("fraud", "address")),
    )
    assert isinstance(waiting, PlacedOrder)
    return waiting


@pytest.fixture
def world(
    committed: dict[str, str],
    floor: PlacedOrder,
    acme: Merchant,
    beta: Merchant,
    leeds: Place,
    berlin: Place,
    admin: User,
    owner: User,
    operator: Scope,
    now: datetime,
    sign_in: SignIn,
    tell: Tell,
) -> World:
    """Name everything that an address of a page needs."""
    tell()
    drain("insight.index_search", now=now)
    with transaction(operator):
        run = ImportRun.objects.create(
            merchant_id=acme.id, kind="orders", file_name="november.csv", file_sha256=b"x" * 32,
            state="running", rows=40, taken=39, rejected=1, line_count=90, started_at=now,
        )  # fmt: skip
        Carrier.objects.create(code="KURIR", name="Kurir Cepat")
    _write_rules(acme, now)
    _fill_faces_and_walls(leeds, operator, now)
    _draft_transfer(acme, leeds, berlin, operator, now)
    plan_counts(scope=operator, wants=[CountWant(leeds.locations["A-01-02"])], now=now, actor=SYSTEM)
    announce_asns(
        scope=operator, merchant_id=acme.id, now=now, actor=SYSTEM,
        drafts=[AsnDraft("ASN-1", leeds.id, now.date(), (AsnLineDraft("MUG", 60, unit_code="LPN-1"),), "POTTERY")],
    )  # fmt: skip
    _order_and_quarantine(acme, leeds, operator, now)
    _recall_and_open_doors(acme, leeds, operator, now)
    note = NoteDraft(key="1", kind="damaged", text="Mug blue")
    take_note(scope=operator, order_id=floor.id, draft=note, language="en", now=now)
    [walk] = _read("SELECT number FROM outbound_pickbatch WHERE status = 'open' ORDER BY id DESC LIMIT 1")
    signed_in = sign_in(admin)
    signed_in.post(reverse("floor:start", args=[walk]))
    for task in _read("SELECT id FROM outbound_replenishmenttask"):
        signed_in.post(reverse("floor:replenish-start", args=[task]))
    for move in _read("SELECT id FROM outbound_slottingmove"):
        signed_in.post(reverse("floor:reslot-start", args=[move]))
    _bring_to_the_door(operator, acme, leeds, admin, now)
    return World(
        acme_id=str(acme.id),
        leeds_id=str(leeds.id),
        location_id=leeds.locations["A-01-01"],
        admin_id=admin.id,
        run_id=run.id,
        walk=walk,
        order=floor.number,
        token=floor.tracking_token,
        session=signed_in.cookies["sessionid"].value,
        merchant_session=sign_in(owner).cookies["sessionid"].value,
        waiting_session=_wait_for_code(operator, now),
        invitation=_invite(operator, now, LinkPurpose.INVITATION, "dewi@operator.example"),
        reset=_invite(operator, now, LinkPurpose.RESET, "sari@operator.example"),
    )


def _draft_transfer(acme: Merchant, leeds: Place, berlin: Place, operator: Scope, now: datetime) -> None:
    draft = TransferDraft(leeds.id, berlin.id, now.date(), (TransferLineDraft("MUG", 1),), "TR-1")
    draft_transfers(scope=operator, merchant_id=acme.id, now=now, actor=SYSTEM, drafts=[draft])


def _recall_and_open_doors(acme: Merchant, leeds: Place, operator: Scope, now: datetime) -> None:
    draft = RecallDraft("allergen", "dispose", (LotScope("MUG", "L-88"),), texts={"en": "It has mustard."})
    begin_recall(scope=operator, merchant_id=acme.id, draft=draft, now=now, actor=SYSTEM)
    set_doors(scope=operator, site_id=leeds.id, codes=["D-1", "D-2"], now=now, actor=SYSTEM)
    _set_printers_up(leeds, operator, now)
    _agree_rates(operator, now)
    _open_channels(acme, operator, now)
    hours = (time(0), time(23, 59))
    set_door_hours(scope=operator, site_id=leeds.id, day=now.date(), hours=hours, now=now, actor=SYSTEM)
    _offer_services(acme, operator, now)


def _offer_services(acme: Merchant, operator: Scope, now: datetime) -> None:
    draft = VasOptionDraft(
        "WRAP", "gift_wrap", {"en": "Red paper"}, per="unit", material="paper", material_grams=30
    )
    save_vas_options(scope=operator, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    rule = VasRuleDraft(option="WRAP", skus=("MUG",), countries=("IS",))
    replace_vas_rules(scope=operator, merchant_id=acme.id, drafts=[rule], now=now, actor=SYSTEM)


def _set_printers_up(leeds: Place, operator: Scope, now: datetime) -> None:
    """Two printers at a bench, and a test that waits for an agent which never comes."""
    station_id = save_station(scope=operator, site_id=leeds.id, code="P-1", now=now, actor=SYSTEM)
    for code in ("ZD-2", "ZD-3"):
        draft = PrinterDraft(code, "label", "zpl", 8, "raw", "10.0.0.7:9100")
        save_printer(scope=operator, station_id=station_id, draft=draft, now=now, actor=SYSTEM)
    paper = Paper(Document.TEST_LABEL, ("P-1",))
    send_paper(scope=operator, station_id=station_id, paper=paper, title="", now=now, actor=SYSTEM)


def _open_channels(acme: Merchant, operator: Scope, now: datetime) -> None:
    """Somebody who carries SMS, a country that is told that way, and a mail that nobody got."""
    hidden = {"account": "AC1", "secret": "hush"}
    draft = GatewayDraft(
        merchant_id=None, channel="sms", provider="twilio", sender="+15550100", credentials=hidden
    )
    save_gateway(scope=operator, draft=draft, now=now, actor=SYSTEM)
    ways = ("sms", "email")
    save_route(scope=operator, merchant_id=acme.id, country="ID", channels=ways, now=now, actor=SYSTEM)
    said = Said(
        merchant_id=acme.id, channel="email", address="gone@example.com", reason="bounced", how="provider"
    )
    with transaction(operator):
        note_said(said=said, now=now, actor=SYSTEM)


def _agree_rates(operator: Scope, now: datetime) -> None:
    save_lanes(scope=operator, drafts=[TransitDraft("A-48", 1, 2, to_country="GB")], now=now, actor=SYSTEM)
    draft = RateCardDraft("ALBION", "77-1", "Albion", "GBP")
    secrets = dict.fromkeys(("client_id", "client_secret"), "hush")
    connection = ConnectionDraft("ALBION", "ALB-9", "ups", secrets)
    save_connection(scope=operator, draft=connection, now=now, actor=SYSTEM)
    card_id = save_rate_card(scope=operator, draft=draft, now=now, actor=SYSTEM)
    tables: dict[str, Table] = {
        "services": [["service"], ["A-48"]],
        "zones": [["country", "zone"], ["GB", "1"]],
        "prices": [["service", "up_to", "1"], ["A-48", "10", "4.10"]],
    }
    for fuel in ("5", "6.5"):
        version_id = load_rates(
            scope=operator, card_id=card_id, tables=tables | {"fuel": [["percent"], [fuel]]},
            valid_from=now.date() - timedelta(days=30), valid_until=None, now=now, actor=SYSTEM,
        )  # fmt: skip
        if fuel == "5":
            publish_rates(scope=operator, version_id=version_id, now=now, actor=SYSTEM)


def _bring_to_the_door(operator: Scope, acme: Merchant, leeds: Place, admin: User, now: datetime) -> None:
    """Receive units that nobody announced, which the administrator then has in hand, and a pallet that waits."""
    asn_id = open_unannounced(
        scope=operator, merchant_id=acme.id, site_id=leeds.id, number="TRUCK-9", now=now, actor=SYSTEM
    )
    for entry in (Entry("1", 9, "LAMP"), Entry("2", 5, "LAMP", unit_code="LPN-9", unit_kind="pallet")):
        receive_against(scope=operator, asn_id=asn_id, entries=[entry], now=now, actor=SYSTEM)
    [first] = _read("SELECT id FROM inbound_putawaytask WHERE unit_id IS NULL")
    claim_put_away(scope=operator, task_id=first, person_id=admin.id, now=now)


def _read(query: str) -> list[Any]:
    with transaction(Scope.operator()):
        return [value for (value,) in rows.fetch_tuples(query)]


def _write_rules(acme: Merchant, now: datetime) -> None:
    write_registrations(
        scope=Scope.operator(), merchant_id=acme.id, now=now, actor=SYSTEM,
        drafts=[RegistrationDraft("DE", "packaging_register", "DE1234567890123", now.date())],
    )  # fmt: skip
    write_shelf_rules(
        scope=Scope.operator(), merchant_id=acme.id, now=now, actor=SYSTEM,
        drafts=[ShelfRuleDraft("Retail", 60, now.date(), transit_days=2, tag="retail", country="DE")],
    )  # fmt: skip


def _fill_faces_and_walls(leeds: Place, operator: Scope, now: datetime) -> None:
    faces = [FaceDraft("ACME", "LAMP", "A-02-01", 3, 20)]
    save_faces(site_id=leeds.id, drafts=faces, now=now, actor=SYSTEM)
    plan_replenishment(site_id=leeds.id, now=now)
    with transaction(operator):
        [lamp] = Sku.objects.filter(code="LAMP")
        SlottingAdvice.objects.create(site_id=leeds.id, outcome="advised", worked_at=now, weeks=1, walks=3)
        for status, moving in (("proposed", "proposed"), ("accepted", "open")):
            proposal = SlottingProposal.objects.create(
                site_id=leeds.id, status=status, why="nearer", picks=3, walking_mm=90_000, reaching_mm=10_000,
                cost_mm=500_000, payback_days=35, proposed_at=now,
            )  # fmt: skip
            SlottingMove.objects.create(
                merchant_id=lamp.merchant_id, proposal_id=proposal.id, step=1, site_id=leeds.id, sku_id=lamp.id,
                quantity=3, from_location_id=leeds.locations["R-01-01"], status=moving,
                to_location_id=leeds.locations["A-01-02"],
            )  # fmt: skip
    for code in ("W1", "W2"):
        make_wall(scope=operator, site_id=leeds.id, code=code, slots=2, now=now, actor=SYSTEM)
    policy = PolicyDraft("DHL-90", "scheduled", before_cut_off_minutes=90, zones=("A",))
    save_policy(scope=operator, site_id=leeds.id, draft=policy, now=now, actor=SYSTEM)


def _order_and_quarantine(acme: Merchant, leeds: Place, operator: Scope, now: datetime) -> None:
    rule = QualityRuleDraft("II", "1.0", "MUG")
    set_quality_rule(scope=operator, merchant_id=acme.id, draft=rule, now=now, actor=SYSTEM)
    ordered = PurchaseDraft("PO-1", leeds.id, "POTTERY", (PurchaseLineDraft("MUG", 60, now.date()),))
    place_purchases(scope=operator, merchant_id=acme.id, drafts=[ordered], now=now, actor=SYSTEM)
    lines = (
        SketchLine("MUG", "24", unit="340123450000000017", kind="pallet"),
        SketchLine("LAMP", "6", order="PO-1"),
    )
    begun = Sketch(
        "ASN-9", "LEEDS", "POTTERY", "Pottery Ltd", expected_on=now.date().isoformat(), lines=lines
    )
    begin_sketch(scope=operator, merchant_id=acme.id, sketch=begun, now=now)
    draft = AsnDraft("ASN-2", leeds.id, now.date(), (AsnLineDraft("MUG", 25),))
    [told] = announce_asns(scope=operator, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    entries = [Entry("quarantine", 20, "MUG", lot_code="L-88")]
    receive_against(scope=operator, asn_id=told.id, entries=entries, now=now, actor=SYSTEM)
    [line] = get_asn(scope=operator, merchant_id=acme.id, number="ASN-2").lines
    reasons = {line.id: "not_sent"}
    close_asn(scope=operator, asn_id=told.id, reasons=reasons, is_lead=True, now=now, actor=SYSTEM)


def _make_person(operator: Scope, now: datetime, email: str) -> UUID:
    return create_user(
        scope=operator, email=email, name=email.partition("@")[0].title(), roles=[Role.LEAD], language="en",
        now=now, actor=SYSTEM,
    )  # fmt: skip


def _invite(operator: Scope, now: datetime, purpose: LinkPurpose, email: str) -> str:
    user_id = _make_person(operator, now, email)
    return make_link(scope=operator, user_id=user_id, purpose=purpose, now=now, actor=SYSTEM).path


def _wait_for_code(operator: Scope, now: datetime) -> str:
    """Return the session of somebody who gave the password and not yet the code."""
    user = User.objects.get(id=_make_person(operator, now - timedelta(seconds=1), "budi@operator.example"))
    with transaction(operator):
        user.set_password(PASSWORD)
        user.save()
    client = Client()
    give_password(client, user)
    enrol(client, user)
    waiting = Client()
    give_password(waiting, user)
    return waiting.cookies["sessionid"].value


@pytest.fixture
def visit(browser: Browser, address: str, world: World) -> Iterator[Visit]:
    visit = Visit(browser, address, world)
    yield visit
    visit.close()
