from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from packhaus.demo.source.facilities import list_cut_offs, list_sites
from packhaus.demo.timeline import Step, plan_day

WINTER, SUMMER = date(2026, 12, 1), date(2026, 7, 1)


def plan(on: date) -> list[tuple[Step, str, str, datetime]]:
    events = plan_day(on, sites=list_sites(), cut_offs=list_cut_offs())
    return [(event.step, event.site, event.carrier, event.at) for event in events]


def test_parcels_are_at_the_dock_at_the_cut_off_of_the_sites_own_time() -> None:
    assert (Step.DISPATCH, "LEI-1", "ALBION", datetime(2026, 12, 1, 16, 30, tzinfo=UTC)) in plan(WINTER)
    assert (Step.DISPATCH, "LEI-1", "ALBION", datetime(2026, 7, 1, 15, 30, tzinfo=UTC)) in plan(SUMMER)
    assert (Step.DISPATCH, "BER-1", "KONTOR", datetime(2026, 12, 1, 15, 0, tzinfo=UTC)) in plan(WINTER)


def test_a_wave_goes_through_its_steps_in_order_after_orders_were_taken() -> None:
    events = plan(WINTER)
    wave = [(step, at) for step, site, carrier, at in events if (site, carrier) == ("LEI-1", "MERIDIAN")]
    assert [step for step, _ in wave] == [Step.RELEASE, Step.PICK, Step.PACK, Step.DISPATCH]
    assert all(one[1] < other[1] for one, other in pairwise(wave))
    released_at = wave[0][1]
    assert events.index((Step.TAKE_ORDERS, "", "", released_at)) < events.index(
        (Step.RELEASE, "LEI-1", "MERIDIAN", released_at)
    )


def test_a_partners_site_has_no_waves_of_ours() -> None:
    steps = [step for step, site, _, _ in plan(WINTER) if site == "JKT-1"]
    assert steps == [Step.SEND, Step.FEED]


@pytest.mark.parametrize("on", [WINTER, SUMMER])
def test_a_partner_says_what_it_has_before_the_first_orders_of_the_day(on: date) -> None:
    steps = [step for step, _, _, _ in plan(on)]
    assert steps.index(Step.FEED) < steps.index(Step.TAKE_ORDERS)


def test_the_day_begins_with_deliveries_and_ends_with_orders() -> None:
    events = plan(WINTER)
    assert (events[0][0], events[-1][0]) == (Step.RECEIVE, Step.TAKE_ORDERS)
