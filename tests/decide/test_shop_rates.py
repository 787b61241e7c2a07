"""The cheapest service that keeps the date and the rules goes; every other has its reason."""

from datetime import date

import pytest

from packhaus.decide.rating import Bar, Offer, Option, Wish, choose_service

FRIDAY, MONDAY, TUESDAY = date(2026, 7, 3), date(2026, 7, 6), date(2026, 7, 7)
EXPRESS = Offer("EXPRESS", 1_290, "EUR", FRIDAY, 10, frozenset(Option), insured_minor=250_000)
PARCEL = Offer("PARCEL", 520, "EUR", MONDAY, 20, frozenset({Option.CASH}), insured_minor=50_000)
SAVER = Offer("SAVER", 390, "EUR", TUESDAY, 30, takes_po_boxes=False)
UNDATED = Offer("UNDATED", 350, "EUR")
OFFERS = (EXPRESS, PARCEL, SAVER, UNDATED)


@pytest.mark.parametrize(
    ("wish", "taken", "runner_up"),
    [
        (Wish("EUR"), "UNDATED", "SAVER"),
        (Wish("EUR", arrives_by=TUESDAY), "SAVER", "PARCEL"),
        (Wish("EUR", arrives_by=MONDAY), "PARCEL", "EXPRESS"),
        (Wish("EUR", arrives_by=TUESDAY, is_po_box=True), "PARCEL", "EXPRESS"),
        (Wish("EUR", options=frozenset({Option.CASH})), "PARCEL", "EXPRESS"),
        (Wish("EUR", options=frozenset({Option.DANGEROUS})), "EXPRESS", None),
        # Liable for the whole value, from more than 100.00 on.
        (Wish("EUR", value_minor=60_000, insured_above_minor=10_000), "EXPRESS", None),
        (Wish("EUR", value_minor=10_000, insured_above_minor=10_000), "UNDATED", "SAVER"),
        (Wish("EUR", excluded=frozenset({"UNDATED", "SAVER"})), "PARCEL", "EXPRESS"),
        (Wish("EUR", allowed=frozenset({"EXPRESS"})), "EXPRESS", None),
        (Wish("USD"), None, None),
    ],
)
def test_the_cheapest_that_may_go_goes(wish: Wish, taken: str | None, runner_up: str | None) -> None:
    choice = choose_service(offers=OFFERS, wish=wish)
    assert (choice.taken and choice.taken.service, choice.runner_up and choice.runner_up.service) == (
        taken,
        runner_up,
    )
    assert not choice.is_late
    assert len(choice.losers) == len(OFFERS) - (taken is not None)


def test_every_loser_says_why_or_how_much_dearer() -> None:
    choice = choose_service(offers=(*OFFERS, Offer("DEAR", None, "EUR")), wish=Wish("EUR", arrives_by=MONDAY))
    assert [(loser.offer.service, loser.bar, loser.dearer_minor) for loser in choice.losers] == [
        ("EXPRESS", None, 770),
        ("SAVER", Bar.TOO_LATE, -130),
        ("UNDATED", Bar.NO_DATE, -170),
        ("DEAR", Bar.NO_PRICE, 0),
    ]


def test_when_none_keeps_the_date_the_earliest_goes() -> None:
    choice = choose_service(offers=OFFERS, wish=Wish("EUR", arrives_by=date(2026, 7, 1)))
    assert choice.is_late
    assert (choice.taken, choice.runner_up) == (EXPRESS, PARCEL)
    # Equal prices and days: the better ranked.
    twin = PARCEL._replace(service="A-TWIN", rank=21)
    assert choose_service(offers=(twin, PARCEL), wish=Wish("EUR")).taken == PARCEL
