"""Whatever is asked: nothing is promised twice, nothing is lost, and no fewer sites would have done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.promising import (
    Demand,
    DemandLine,
    Policy,
    PromiseOutcome,
    Rule,
    Site,
    SiteKind,
    plan_promises,
)

SKUS = st.integers(0, 3)
POINTS = st.none() | st.tuples(st.integers(-80, 80).map(float), st.integers(-170, 170).map(float))
LINES = st.lists(st.tuples(SKUS, st.integers(1, 9), st.booleans()), min_size=1, max_size=4)
DEMANDS = st.lists(st.tuples(st.sampled_from(Policy), LINES, POINTS), max_size=6)
FREE = st.dictionaries(st.tuples(st.integers(0, 4), SKUS), st.integers(0, 12))
HEADROOM = st.dictionaries(st.tuples(st.integers(0, 4), SKUS), st.none() | st.integers(0, 9))
SITES = st.lists(
    st.tuples(
        POINTS,
        st.integers(0, 2),
        st.sampled_from([SiteKind.OWN, SiteKind.FEED]),
        st.sampled_from([None, Rule.FEED_TOO_OLD, None]),
    ),
    max_size=5,
)


def number_demands(
    drawn: list[tuple[Policy, list[tuple[int, int, bool]], tuple[float, float] | None]],
) -> list[Demand]:
    return [
        Demand(
            order,
            policy,
            tuple(
                DemandLine(order * 10 + place, sku, units, waits)
                for place, (sku, units, waits) in enumerate(lines)
            ),
            point,
        )
        for order, (policy, lines, point) in enumerate(drawn)
    ]


def assert_order_is_conserved(demand: Demand, outcome: PromiseOutcome) -> None:
    given_units = Counter[object]()
    for line, _, units in (*outcome.promised, *outcome.backordered):
        assert units > 0
        given_units[line] += units
    if outcome.is_refused:
        assert not given_units
        assert all(short.wanted == short.free + short.short and short.short > 0 for short in outcome.shorts)
        return
    assert given_units == Counter({line.line: line.quantity for line in demand.lines})
    assert outcome.wait_complete == (demand.policy is Policy.SHIP_COMPLETE and bool(outcome.backordered))
    if demand.policy is Policy.FILL_OR_KILL:
        assert not outcome.backordered
    waiting = {line for line, _, _ in outcome.backordered}
    assert all(line.may_backorder for line in demand.lines if line.line in waiting)


@given(DEMANDS, SITES, FREE, HEADROOM)
def test_every_unit_is_promised_backordered_or_refused_and_never_more_than_there_is(
    drawn: list[tuple[Policy, list[tuple[int, int, bool]], tuple[float, float] | None]],
    places: list[tuple[tuple[float, float] | None, int, SiteKind, Rule | None]],
    free: dict[tuple[int, int], int],
    headroom: dict[tuple[int, int], int | None],
) -> None:
    demands = number_demands(drawn)
    sites = [Site(number, *place) for number, place in enumerate(places)]
    outcomes = plan_promises(demands=demands, sites=sites, free=free, headroom=headroom)
    assert [outcome.order for outcome in outcomes] == [demand.order for demand in demands]
    left: Counter[tuple[object, object]] = Counter(free)
    room = dict(headroom)
    usable = {site.site for site in sites if site.blocked_by is None}
    for demand, outcome in zip(demands, outcomes, strict=True):
        assert_order_is_conserved(demand, outcome)
        sku_of = {line.line: line.sku for line in demand.lines}
        if not outcome.is_refused and outcome.promised:
            assert_no_smaller_set_suffices(demand, outcome, left, usable)
        for line, site, units in outcome.promised:
            left[site, sku_of[line]] -= units
        for line, site, units in outcome.backordered:
            limit = room.get((site, sku_of[line]))
            if limit is not None:
                room[site, sku_of[line]] = limit - units
        assert {site.site for site in sites} == set(outcome.winners) | {
            loser.site for loser in outcome.losers
        }
    assert all(units >= 0 for units in left.values())
    assert all(limit is None or limit >= 0 for limit in room.values())


def assert_no_smaller_set_suffices(
    demand: Demand, outcome: PromiseOutcome, left: Counter[tuple[object, object]], usable: set[object]
) -> None:
    wanted = Counter[object]()
    for line in demand.lines:
        wanted[line.sku] += line.quantity
    shipped = sum(units for _, _, units in outcome.promised)
    used = {site for _, site, _ in outcome.promised}

    def reach(sites: Iterable[object]) -> int:
        places = list(sites)
        return sum(min(units, sum(left[site, sku] for site in places)) for sku, units in wanted.items())

    assert all(reach(sites) < shipped for sites in combinations(usable, len(used) - 1))
    assert reach(usable) == shipped


KITS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=3)


@given(KITS, st.dictionaries(st.tuples(st.integers(0, 3), SKUS), st.integers(0, 12)), st.sampled_from(Policy))
def test_a_kits_components_always_share_one_site_in_whole_kits(
    kits: list[tuple[int, int, int]], free: dict[tuple[int, int], int], policy: Policy
) -> None:
    lines = [
        line
        for number, (count, cups, lids) in enumerate(kits)
        for line in (
            DemandLine(number * 10, 0, count * cups, kit=number, kits=count),
            DemandLine(number * 10 + 1, 1, count * lids, kit=number, kits=count),
        )
    ]
    sites = [Site(number, None, number) for number in range(4)]
    (outcome,) = plan_promises(demands=[Demand(1, policy, tuple(lines))], sites=sites, free=free)
    assert_order_is_conserved(Demand(1, policy, tuple(lines)), outcome)
    for number, (_, cups, lids) in enumerate(kits):
        rows = [row for row in outcome.promised if row[0] in (number * 10, number * 10 + 1)]
        assert len({site for _, site, _ in rows}) <= 1
        got = Counter({line: units for line, _, units in rows})
        assert got[number * 10] * lids == got[number * 10 + 1] * cups


UNITS = st.tuples(st.integers(0, 12), st.integers(0, 12))
ROOMS = st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
# What kind of site, its cups and lids, and how many of either it may owe.
SHELVES = st.lists(st.tuples(st.sampled_from([SiteKind.OWN, SiteKind.FEED]), UNITS, ROOMS), max_size=4)


@given(st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)), SHELVES)
def test_missing_kits_wait_whole_at_one_site_wherever_one_may_owe_them(
    kit: tuple[int, int, int], drawn: list[tuple[SiteKind, tuple[int, int], tuple[int | None, int | None]]]
) -> None:
    count, *parts = kit
    lines = tuple(
        DemandLine(line, line, count * each, kit="K", kits=count) for line, each in enumerate(parts)
    )
    demand = Demand(1, Policy.SHIP_AVAILABLE, lines)
    sites = [Site(number, None, number, kind) for number, (kind, _, _) in enumerate(drawn)]
    free = {(number, sku): units[sku] for number, (_, units, _) in enumerate(drawn) for sku in (0, 1)}
    headroom = {(number, sku): room[sku] for number, (_, _, room) in enumerate(drawn) for sku in (0, 1)}
    (outcome,) = plan_promises(demands=[demand], sites=sites, free=free, headroom=headroom)
    assert_order_is_conserved(demand, outcome)
    whole = [min(units[sku] // parts[sku] for sku in (0, 1)) for _, units, _ in drawn]
    missing = count - min(count, max(whole, default=0))
    able = {
        number
        for number, (_, _, room) in enumerate(drawn)
        if all(limit is None or limit >= missing * each for limit, each in zip(room, parts, strict=True))
    }
    if outcome.is_refused:
        assert missing
        assert not [number for number in able if drawn[number][0] is SiteKind.OWN]
        return
    owed = {line: units for line, _, units in outcome.backordered}
    assert owed == {line: missing * each for line, each in enumerate(parts) if missing}
    assert {site for _, site, _ in outcome.backordered} <= able
    assert len({site for _, site, _ in outcome.backordered}) == bool(missing)
