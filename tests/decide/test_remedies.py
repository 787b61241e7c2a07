"""What is proposed about an order that may come too late."""

from datetime import UTC, date, datetime

import pytest

from packhaus.decide.remedies import Proposal, Remedy, Way, count_slack, propose_remedy

LEAVES = datetime(2026, 11, 3, 17, tzinfo=UTC)
DAY = date(2026, 11, 5)


def way(site: str, service: str, day: int | None, cost: int, currency: str = "EUR") -> Way:
    return Way(site, service, LEAVES, date(2026, 11, day) if day else None, cost, currency)


OWN = way("A", "STD", 6, 400)
EXPRESS, NEAR, DEAR = way("A", "EXP", 4, 900), way("B", "STD", 5, 700), way("B", "EXP", 4, 2000)


@pytest.mark.parametrize(
    ("own", "others", "proposed"),
    [
        (way("A", "STD", 5, 400), [EXPRESS], Proposal(Remedy.KEEP, way("A", "STD", 5, 400))),
        (OWN, [EXPRESS, DEAR], Proposal(Remedy.SERVICE, EXPRESS, 500)),
        (OWN, [EXPRESS, NEAR], Proposal(Remedy.SITE, NEAR, 300)),
        # For the same money it stays where it is.
        (OWN, [way("B", "EXP", 4, 900), EXPRESS], Proposal(Remedy.SERVICE, EXPRESS, 500)),
        (OWN, [way("A", "AIR", 4, 100, "IDR"), way("A", "SLOW", None, 10)], Proposal(Remedy.TELL, OWN)),
        (None, [NEAR], Proposal(Remedy.SITE, NEAR, 0)),
    ],
)
def test_the_cheapest_that_keeps_the_day_is_proposed(
    own: Way | None, others: list[Way], proposed: Proposal
) -> None:
    assert propose_remedy(own=own, others=others, promised_on=DAY) == proposed


def test_what_waits_is_sent_apart_and_without_a_day_nothing_is_broken() -> None:
    assert propose_remedy(own=OWN, others=[EXPRESS], promised_on=DAY, waits=True).remedy is Remedy.SPLIT
    assert propose_remedy(own=OWN, others=[EXPRESS], promised_on=None).remedy is Remedy.KEEP
    assert (count_slack(OWN, DAY), count_slack(EXPRESS, DAY), count_slack(OWN, None)) == (-1, 1, None)
