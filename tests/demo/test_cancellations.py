import json
from datetime import date

from packhaus.demo.cancellations import list_wishes
from packhaus.demo.source.days import load_days
from packhaus.demo.source.tables import FOLDER

DAYS = load_days(today=date(2026, 11, 22))
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))["cancellations"]


def test_every_cancelled_line_is_wished_for_or_counted_by_reason() -> None:
    wishes = list_wishes(DAYS)
    assert wishes.matched_lines == EXPECTED["matched"] + EXPECTED["partly_matched"]
    assert dict(wishes.unmatched) == EXPECTED["unmatched"]
    assert sum(units for wish in wishes.wishes for _, units in wish.units) == EXPECTED["units"]["matched"]


def test_wishes_come_in_the_order_of_time_and_after_their_order() -> None:
    placed = {order.external_number: order for day in DAYS for order in day.orders}
    wishes = list_wishes(DAYS).wishes
    assert wishes == sorted(wishes)
    for wish in wishes:
        order = placed[wish.order]
        assert order.placed_at < wish.at
        assert all(units <= order.lines[position - 1].quantity for position, units in wish.units)
