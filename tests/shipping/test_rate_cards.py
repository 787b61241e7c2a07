"""Rate cards come in as sheets, with every error at its cell; versions hold from their day on."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.channels.errors import BadFile
from packhaus.channels.services.rate_files import read_rate_file, write_rate_csv, write_rate_workbook
from packhaus.journal.models import Entry
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.kernel.states import IllegalTransition
from packhaus.shipping.errors import RateCardTaken
from packhaus.shipping.queries.rate_cards import get_card, get_tables, list_cards, list_versions
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.services.rate_versions import publish_rates, withdraw_rates
from packhaus.shipping.sheets.card import read_card
from packhaus.shipping.types import RateCardDraft
from packhaus.shipping.types.rate_sheets import Table

TABLES: dict[str, Table] = {
    "services": [["service", "dimensional_divisor", "minimum"], ["DHL-STD", "5000", "4.00"], ["DHL-EXP", "", ""]],
    "zones": [
        ["origin_country", "origin_from", "country", "from", "to", "zone"],
        ["", "", "GB", "", "", "near"],
        ["GB", "LS", "GB", "LS1", "LS9", "local"],
        ["", "", "*", "", "", "world"],
    ],
    "prices": [
        ["service", "up_to", "each_further", "near", "local", "world"],
        ["DHL-STD", "1", "", "4.10", "3.90", "12"],
        ["DHL-STD", "31.5", "", "6.5", "6", "40"],
        ["DHL-EXP", "5", "", "9", "", ""],
        ["DHL-EXP", "", "0.5", "0.75", "", ""],
    ],
    "fuel": [["percent", "from", "until"], ["7.5", "2026-01-01", "2026-06-30"]],
    "surcharges": [["code", "name", "residential", "amount"], ["HOME", "To a home", "yes", "0.35"]],
}  # fmt: skip
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)


@pytest.fixture
def card_id(operator: Scope, now: datetime) -> UUID:
    services = tuple(
        ServiceDraft(code, code, 31_500, "GBP", ((31_500, 500),)) for code in ("DHL-STD", "DHL-EXP")
    )
    save_carriers(scope=operator, drafts=[CarrierDraft("DHL", "DHL", services)], now=now, actor=SYSTEM)
    draft = RateCardDraft("DHL", "5001-22", "Contract 2026", "GBP", monthly_parcels=500)
    return save_rate_card(scope=operator, draft=draft, now=now, actor=SYSTEM)


def load(
    scope: Scope, card_id: UUID, now: datetime, tables: Mapping[str, Table] = TABLES, since: date = JANUARY
) -> UUID:
    return load_rates(
        scope=scope, card_id=card_id, tables=tables, valid_from=since, valid_until=None, now=now, actor=SYSTEM
    )


def test_a_version_holds_from_its_day_on_until_the_next(
    card_id: UUID, operator: Scope, now: datetime
) -> None:
    first = load(operator, card_id, now)
    publish_rates(scope=operator, version_id=first, now=now, actor=SYSTEM)
    # Fuel alone makes the next version: the other sheets are as before.
    second = load(operator, card_id, now, {"fuel": [["percent"], ["9"]]}, JULY)
    assert load(operator, card_id, now, {"fuel": [["percent"], ["9.25"]]}, JULY) == second
    assert get_card(operator, card_id=card_id, on=date(2026, 12, 1)).version == 1
    publish_rates(scope=operator, version_id=second, now=now, actor=SYSTEM)
    assert [get_card(operator, card_id=card_id, on=on).version for on in (date(2025, 12, 31), JANUARY, JULY)] == [
        None, 1, 2,
    ]  # fmt: skip
    assert get_tables(operator, version_id=second)["prices"] == TABLES["prices"]
    assert get_tables(operator, version_id=second)["fuel"] == [["percent"], ["9.25"]]
    with pytest.raises(IllegalTransition):
        publish_rates(scope=operator, version_id=second, now=now, actor=SYSTEM)
    same_day = load(operator, card_id, now, TABLES, JULY)
    with pytest.raises(RateCardTaken):
        publish_rates(scope=operator, version_id=same_day, now=now, actor=SYSTEM)
    withdraw_rates(scope=operator, version_id=second, now=now, actor=SYSTEM)
    assert get_card(operator, card_id=card_id, on=JULY).version == 1
    assert [(one.number, one.status) for one in list_versions(operator, card_id=card_id)] == [
        (3, "draft"), (2, "withdrawn"), (1, "published"),
    ]  # fmt: skip
    with transaction(operator):
        kinds = list(
            Entry.objects.filter(aggregate_kind="rate_card").order_by("id").values_list("kind", flat=True)
        )
    assert kinds == [
        "rate_card_saved", "rates_loaded", "rates_published", "rates_loaded", "rates_loaded", "rates_published",
        "rates_loaded", "rates_withdrawn",
    ]  # fmt: skip


def test_every_error_stands_at_its_cell_and_nothing_is_written(
    card_id: UUID, operator: Scope, now: datetime
) -> None:
    wrong: dict[str, Table] = {
        **TABLES,
        "zones": [*TABLES["zones"], ["", "", "Germany", "", "", "near"]],
        "prices": [["service", "up_to", "near", "local", "world"], ["DHL-STD", "abc", "4.105", "3", "1"]],
        "fuel": [["percent", "whence"], ["7.5", ""]],
        "surcharges": [["code", "name", "option", "amount"], ["A", "", "gift", "-1"]],
    }
    with pytest.raises(Invalid) as refused:
        load(operator, card_id, now, wrong)
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("fuel!B1", "unknown"),
        ("zones!C5", "format"),
        ("prices!B2", "format"),
        ("prices!C2", "format"),
        ("surcharges!C2", "unknown"),
        ("surcharges!B2", "required"),
        ("surcharges!D2", "format"),
    ]
    with pytest.raises(Invalid) as refused:
        load(operator, card_id, now, {**TABLES, "services": [["service"], ["DHL-STD"], ["DHL-EXP"], ["DPD"]]})
    assert [problem.path for problem in refused.value.problems] == ["services!A4"]
    with pytest.raises(Invalid) as refused:
        load(operator, card_id, now, {"fuel": TABLES["fuel"]})
    assert [problem.path for problem in refused.value.problems] == ["services", "zones", "prices"]
    with transaction(operator):
        assert rows.fetch_value("SELECT count(*) FROM shipping_ratecardversion") == 0


def test_a_merchant_sees_no_card_and_an_account_has_one_in_use(
    card_id: UUID, operator: Scope, acme_scope: Scope, now: datetime
) -> None:
    assert list_cards(acme_scope, on=JANUARY) == []
    with pytest.raises(NotFound):
        get_card(acme_scope, card_id=card_id)
    offer = RateCardDraft("DHL", "5001-22", "Offer 2027", "GBP")
    with pytest.raises(RateCardTaken):
        save_rate_card(scope=operator, draft=offer, now=now, actor=SYSTEM)
    not_used = RateCardDraft("DHL", "5001-22", "Offer 2027", "GBP", is_in_use=False)
    save_rate_card(scope=operator, draft=not_used, now=now, actor=SYSTEM)
    assert [(card.name, card.is_in_use) for card in list_cards(operator, on=JANUARY)] == [
        ("Contract 2026", True), ("Offer 2027", False),
    ]  # fmt: skip


def test_files_give_back_what_they_were_made_of(tmp_path: Path) -> None:
    book, sheet = tmp_path / "card.xlsx", tmp_path / "zones.csv"
    book.write_bytes(write_rate_workbook(TABLES))
    card = read_card(tables=TABLES, currency="GBP", measures="metric")
    assert read_card(tables=read_rate_file(path=book), currency="GBP", measures="metric") == card
    sheet.write_text(write_rate_csv(TABLES["zones"]).replace(",", ";"), newline="")
    assert read_rate_file(path=sheet, kind="zones") == {"zones": TABLES["zones"]}
    for content, kind in ((b"PK not a zip", ""), (b"\xff\x00a", "zones"), (b"a,b\n", "poems")):
        sheet.write_bytes(content)
        with pytest.raises(BadFile):
            read_rate_file(path=sheet, kind=kind)
