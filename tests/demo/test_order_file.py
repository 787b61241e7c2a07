import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from packhaus.channels.services.csv_reader import inspect_csv, read_csv
from packhaus.channels.services.order_columns import COLUMNS, make_layout
from packhaus.channels.services.order_rows import Defaults, group_orders, read_order
from packhaus.demo.order_file import format_amount, write_order_file
from packhaus.demo.source.days import load_days
from packhaus.demo.source.kopi import load_kopi_orders
from packhaus.orders.services.place.check import check_draft
from packhaus.parties.validation import check_recipient

DAYS = load_days(today=date(2026, 11, 22))
DEFAULTS = Defaults("GBP", "en", datetime(2026, 11, 22, tzinfo=UTC))


def test_every_order_of_the_demo_survives_its_file(tmp_path: Path) -> None:
    orders = [*DAYS[0].orders, *load_kopi_orders(days=[day.on for day in DAYS])]
    path = write_order_file(orders, tmp_path / "orders.csv")
    file_format = inspect_csv(path=path, columns=COLUMNS)
    layout = make_layout(file_format.columns)
    drafts = []
    for grouped in group_orders(rows=read_csv(path=path, file_format=file_format), layout=layout):
        draft, rejects = read_order(order=grouped, layout=layout, defaults=DEFAULTS)
        assert draft is not None, rejects
        assert not [*check_draft(draft), *check_recipient(draft.contact, draft.address)]
        drafts.append(draft)
    assert [
        (draft.external_number, draft.placed_at, draft.currency, draft.payment_term, draft.policy)
        for draft in drafts
    ] == [
        (order.external_number, order.placed_at, order.currency, order.payment_terms, order.policy)
        for order in orders
    ]
    assert [
        (line.sku_code, line.quantity, line.unit_price_minor) for draft in drafts for line in draft.lines
    ] == [(line.code, line.quantity, line.unit_price_minor) for order in orders for line in order.lines]


def test_a_further_row_of_an_order_repeats_nothing(tmp_path: Path) -> None:
    path = write_order_file(DAYS[0].orders[:1], tmp_path / "orders.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [bool(row["name"]) for row in rows] == [True] + [False] * (len(rows) - 1)


@pytest.mark.parametrize(
    ("minor", "currency", "text"), [(5, "GBP", "0.05"), (123450, "EUR", "1234.50"), (700, "JPY", "700")]
)
def test_amounts_have_the_currencys_decimals(minor: int, currency: str, text: str) -> None:
    assert format_amount(minor, currency) == text
