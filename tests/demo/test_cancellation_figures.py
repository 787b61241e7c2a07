"""The product's rule for cancellations and the plain count of tools/count_demo.py agree on every figure."""

import json
from collections import Counter
from datetime import date

from packhaus.decide.cancellations import Cancellation, Purchase, match_cancellations
from packhaus.demo.source.days import load_days
from packhaus.demo.source.tables import FOLDER


def test_the_rule_finds_what_was_counted() -> None:
    days = load_days(today=date(2026, 11, 22))
    purchases = [
        Purchase((order.external_number, number), order.customer, line.code, order.placed_at, line.quantity)
        for day in days
        for order in day.orders
        for number, line in enumerate(order.lines)
    ]
    cancellations = {
        each.row: Cancellation(each.row, each.customer, each.code, each.cancelled_at, each.quantity)
        for day in days
        for each in day.cancellations
    }
    matching = match_cancellations(purchases=purchases, cancellations=cancellations.values())
    matched: Counter[object] = Counter()
    for match in matching.matches:
        matched[match.cancellation] += match.quantity
    whole = sum(matched[row] == cancellation.quantity for row, cancellation in cancellations.items())
    reasons = Counter(str(left.reason) for left in matching.leftovers if not matched[left.cancellation])
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))["cancellations"]
    assert len(cancellations) == expected["lines"] == 728
    assert whole == expected["matched"]
    assert len(matched) - whole == expected["partly_matched"]
    assert reasons == Counter(expected["unmatched"])
    assert matched.total() == expected["units"]["matched"]
    assert sum(each.quantity for each in cancellations.values()) == expected["units"]["cancelled"]
