"""Promises are planned for whole orders: where from, and what happens to a short."""

from __future__ import annotations

import sys
import time

from packhaus.decide.promising import (
    CostGap,
    Costs,
    Demand,
    DemandLine,
    Exclusion,
    Policy,
    PromiseOutcome,
    Rule,
    ShortLine,
    Site,
    SiteCost,
    SiteKind,
    plan_promises,
)

BERLIN, HAMBURG, MUNICH, POTSDAM = (52.52, 13.40), (53.55, 9.99), (48.14, 11.58), (52.39, 13.06)
BER, HAM, MUC = Site("BER", BERLIN, 1), Site("HAM", HAMBURG, 2), Site("MUC", MUNICH, 3)
SITES = [BER, HAM, MUC]


def demand(
    *lines: DemandLine, policy: Policy = Policy.SHIP_AVAILABLE, sites: frozenset[str] | None = None
) -> Demand:
    return Demand("SO-1", policy, lines, POTSDAM, frozenset(sites) if sites else None)


def plan(one: Demand, free: dict[tuple[str, str], int], **more: object) -> PromiseOutcome:
    (outcome,) = plan_promises(demands=[one], sites=SITES, free=free, **more)  # type: ignore[arg-type]
    return outcome


def test_the_nearest_site_that_has_everything_ships() -> None:
    outcome = plan(demand(DemandLine("a", "CUP", 2)), {("BER", "CUP"): 2, ("HAM", "CUP"): 9})
    assert outcome.promised == [("a", "BER", 2)]
    assert outcome.losers == (
        Exclusion("HAM", Rule.FARTHER, km=215),
        Exclusion("MUC", Rule.FARTHER, km=457),  # it has none either, which decided nothing
    )


def test_one_far_site_beats_two_near_ones() -> None:
    free = {("BER", "CUP"): 1, ("HAM", "LID"): 1, ("MUC", "CUP"): 1, ("MUC", "LID"): 1}
    outcome = plan(demand(DemandLine("a", "CUP", 1), DemandLine("b", "LID", 1)), free)
    assert outcome.winners == ("MUC",)
    assert outcome.losers[0] == Exclusion("BER", Rule.SHORT, sku="LID", units=1)


def test_two_sites_are_the_nearest_two_that_suffice() -> None:
    free = {("BER", "CUP"): 1, ("HAM", "LID"): 1, ("MUC", "LID"): 1}
    outcome = plan(demand(DemandLine("a", "CUP", 1), DemandLine("b", "LID", 1)), free)
    assert outcome.promised == [("a", "BER", 1), ("b", "HAM", 1)]


def test_without_a_destination_priority_decides_and_then_the_id() -> None:
    sites = [Site("Z", None, 2), Site("B", None, 1), Site("A", None, 1)]
    (outcome,) = plan_promises(
        demands=[Demand(1, Policy.SHIP_COMPLETE, (DemandLine(1, "CUP", 1),))],
        sites=sites,
        free={(site.site, "CUP"): 1 for site in sites},
    )
    assert outcome.winners == ("A",)
    assert [loser.rule for loser in outcome.losers] == [Rule.LATER_ID, Rule.LOWER_PRIORITY]


def test_a_blocked_site_is_skipped_and_says_why() -> None:
    stale = Site("FEED", POTSDAM, 0, SiteKind.FEED, Rule.FEED_TOO_OLD)
    (outcome,) = plan_promises(
        demands=[demand(DemandLine("a", "CUP", 1))],
        sites=[stale, BER],
        free={("FEED", "CUP"): 9, ("BER", "CUP"): 1},
    )
    assert outcome.winners == ("BER",)
    assert outcome.losers == (Exclusion("FEED", Rule.FEED_TOO_OLD),)


def test_an_order_bound_to_sites_uses_only_those() -> None:
    outcome = plan(
        demand(DemandLine("a", "CUP", 1), sites=frozenset({"MUC"})), {("BER", "CUP"): 1, ("MUC", "CUP"): 1}
    )
    assert outcome.winners == ("MUC",)
    assert outcome.losers[0] == Exclusion("BER", Rule.NOT_ELIGIBLE)


def test_an_unlimited_site_never_runs_out_of_what_it_lists() -> None:
    site = Site("DROP", None, 9, SiteKind.UNLIMITED)
    lines = tuple(DemandLine(number, "CUP", 1_000_000) for number in range(3))
    (outcome,) = plan_promises(
        demands=[Demand(1, Policy.FILL_OR_KILL, lines)], sites=[site], free={("DROP", "CUP"): 0}
    )
    assert not outcome.is_refused
    assert len(outcome.promised) == 3


def test_ship_available_promises_what_is_there_and_backorders_the_rest_at_the_nearest_listing_site() -> None:
    outcome = plan(
        demand(DemandLine("a", "CUP", 5)), {("BER", "CUP"): 0, ("HAM", "CUP"): 2, ("MUC", "CUP"): 1}
    )
    assert outcome.promised == [("a", "HAM", 2), ("a", "MUC", 1)]
    assert outcome.backordered == [("a", "BER", 2)]
    assert not outcome.wait_complete


def test_ship_complete_keeps_what_is_there_and_waits() -> None:
    outcome = plan(demand(DemandLine("a", "CUP", 5), policy=Policy.SHIP_COMPLETE), {("BER", "CUP"): 3})
    assert outcome.promised == [("a", "BER", 3)]
    assert outcome.backordered == [("a", "BER", 2)]
    assert outcome.wait_complete


def test_fill_or_kill_names_every_short_line_and_takes_nothing() -> None:
    short = demand(
        DemandLine("a", "CUP", 5),
        DemandLine("b", "LID", 1),
        DemandLine("c", "JAR", 1),
        policy=Policy.FILL_OR_KILL,
    )
    free = {("BER", "CUP"): 3, ("BER", "JAR"): 1}
    first, second = plan_promises(
        demands=[short, demand(DemandLine("d", "CUP", 3), policy=Policy.FILL_OR_KILL)], sites=SITES, free=free
    )
    assert first.shorts == (ShortLine("a", "CUP", 5, 3, 2), ShortLine("b", "LID", 1, 0, 1))
    assert first.promised == first.backordered == []
    assert second.promised == [("d", "BER", 3)]
    assert free == {("BER", "CUP"): 3, ("BER", "JAR"): 1}


def test_a_line_that_must_not_wait_refuses_the_order() -> None:
    outcome = plan(demand(DemandLine("a", "CUP", 5), DemandLine("b", "LID", 1, may_backorder=False)), {})
    assert [short.line for short in outcome.shorts] == ["a", "b"]


def test_headroom_is_used_up_across_orders_and_then_the_next_listing_site_takes_over() -> None:
    one = demand(DemandLine("a", "CUP", 2))
    outcomes = plan_promises(
        demands=[one, one, one],
        sites=SITES,
        free={("BER", "CUP"): 0, ("HAM", "CUP"): 0},
        headroom={("BER", "CUP"): 3, ("HAM", "CUP"): 2},
    )
    assert [outcome.backordered for outcome in outcomes] == [[("a", "BER", 2)], [("a", "HAM", 2)], []]
    assert outcomes[2].shorts == (ShortLine("a", "CUP", 2, 0, 2),)


def test_the_same_sku_on_two_lines_is_counted_once() -> None:
    outcome = plan(
        demand(DemandLine("a", "CUP", 2), DemandLine("b", "CUP", 2), policy=Policy.FILL_OR_KILL),
        {("BER", "CUP"): 3},
    )
    assert outcome.shorts == (ShortLine("b", "CUP", 2, 1, 1),)


def test_a_kit_ships_from_one_site_or_waits_there() -> None:
    kit = (DemandLine("a", "CUP", 6, kit="K", kits=3), DemandLine("b", "LID", 3, kit="K", kits=3))
    free = {("BER", "CUP"): 6, ("HAM", "CUP"): 4, ("HAM", "LID"): 9}
    outcome = plan(demand(*kit), free)
    assert outcome.promised == [("a", "HAM", 4), ("b", "HAM", 2)]
    assert outcome.backordered == [("a", "HAM", 2), ("b", "HAM", 1)]


def test_kits_that_a_partner_has_only_some_of_wait_at_the_site_that_may_owe_them() -> None:
    kit = (DemandLine("a", "CUP", 6, kit="K", kits=3), DemandLine("b", "LID", 3, kit="K", kits=3))
    sites = [Site("PARTNER", POTSDAM, 1, SiteKind.FEED), HAM, MUC]
    free = {(site, sku): 0 for site in ("HAM", "MUC") for sku in ("CUP", "LID")}
    free |= {("PARTNER", "CUP"): 4, ("PARTNER", "LID"): 2}
    headroom = {(site, sku): 0 for site in ("PARTNER", "HAM") for sku in ("CUP", "LID")}
    (outcome,) = plan_promises(demands=[demand(*kit)], sites=sites, free=free, headroom=headroom)
    assert outcome.promised == [("a", "PARTNER", 4), ("b", "PARTNER", 2)]
    assert outcome.backordered == [("a", "MUC", 2), ("b", "MUC", 1)]
    (refused,) = plan_promises(
        demands=[demand(*kit)], sites=sites, free=free, headroom=headroom | {("MUC", "LID"): 0}
    )
    assert refused.is_refused


def test_more_candidate_sites_than_an_exact_search_takes_still_covers_with_few() -> None:
    sites = [Site(number, (50.0, float(number)), 0) for number in range(12)]
    free = {(number, number): 1 for number in range(10)} | {(11, number): 1 for number in range(9)}
    lines = tuple(DemandLine(number, number, 1) for number in range(10))
    (outcome,) = plan_promises(
        demands=[Demand(1, Policy.SHIP_COMPLETE, lines, (50.0, 0.0))], sites=sites, free=free
    )
    assert set(outcome.winners) == {9, 11}


def test_timing_of_100_000_orders_at_one_site_is_printed() -> None:
    demands = [
        Demand(
            order,
            Policy.SHIP_AVAILABLE,
            tuple(DemandLine(order * 3 + line, (order * 7 + line) % 1000, 2) for line in range(3)),
        )
        for order in range(100_000)
    ]
    free = {(1, sku): 1_000 for sku in range(1000)}
    started = time.perf_counter()
    outcomes = plan_promises(demands=demands, sites=[Site(1)], free=free)
    sys.stdout.write(f"100,000 orders x 3 lines: {time.perf_counter() - started:.2f} s\n")
    assert sum(units for outcome in outcomes for _, _, units in outcome.promised) == 600_000


def test_a_site_that_is_full_for_the_day_comes_last_and_still_ships_what_no_other_has() -> None:
    sites = [Site("near", point=(0.0, 0.0), room=1), Site("far", point=(9.0, 9.0))]
    demands = [
        Demand(name, Policy.SHIP_AVAILABLE, (DemandLine("l", sku, 1),), (0.0, 0.0))
        for name, sku in (("first", "S"), ("second", "S"), ("third", "ONLY-NEAR"))
    ]
    free = {("near", "S"): 9, ("far", "S"): 9, ("near", "ONLY-NEAR"): 9}
    first, second, third = plan_promises(demands=demands, sites=sites, free=free)
    assert [outcome.winners for outcome in (first, second, third)] == [("near",), ("far",), ("near",)]
    assert second.losers == (Exclusion("near", Rule.FULL),)


def priced(ber: int, ham: int, muc: int, *, split: int = 300, full: int = 0) -> Costs:
    sites = {"BER": SiteCost(ber, 100, 1), "HAM": SiteCost(ham, 200, 2), "MUC": SiteCost(muc, 100, 1)}
    return Costs("EUR", sites, split, full)


def test_what_costs_least_ships_and_each_other_site_is_told_how_much_more_it_would_cost() -> None:
    one = demand(DemandLine("a", "CUP", 1))._replace(costs=priced(900, 500, 500))
    outcome = plan(one, {("BER", "CUP"): 1, ("HAM", "CUP"): 1, ("MUC", "CUP"): 1})
    assert outcome.winners == ("MUC",)
    assert outcome.losers == (
        Exclusion("BER", Rule.DEARER, cost=CostGap("EUR", 400, 400, 0, 0, 0, 0)),
        Exclusion("HAM", Rule.DEARER, cost=CostGap("EUR", 100, 0, 100, 0, 0, 1)),
    )


def test_two_cheap_parcels_beat_a_dear_one_by_more_than_a_further_parcel_costs() -> None:
    free = {("BER", "CUP"): 1, ("HAM", "LID"): 1, ("MUC", "CUP"): 1, ("MUC", "LID"): 1}
    lines = (DemandLine("a", "CUP", 1), DemandLine("b", "LID", 1))
    apart = plan(demand(*lines)._replace(costs=priced(300, 300, 1_101)), free)
    assert apart.winners == ("BER", "HAM")  # 300 + 300 + 200 for its days + 300 for the second parcel
    assert apart.losers == (Exclusion("MUC", Rule.DEARER, cost=CostGap("EUR", 101, 501, -100, 0, -300, -1)),)
    together = plan(demand(*lines)._replace(costs=priced(300, 300, 1_000)), free)
    assert together.winners == ("MUC",)
    assert together.losers[0] == Exclusion("BER", Rule.SHORT, sku="LID", units=1)


def test_a_site_whose_day_fills_up_hands_on_to_the_next_before_it_is_full() -> None:
    sites = [Site("BER", BERLIN, 1, room=10, orders_a_day=10), HAM]
    costs = Costs("EUR", {"BER": SiteCost(500, 0), "HAM": SiteCost(560, 0)}, 0, full_minor=100)
    orders = [
        Demand(number, Policy.FILL_OR_KILL, (DemandLine(number, "CUP", 1),), POTSDAM, costs=costs)
        for number in range(9)
    ]
    outcomes = plan_promises(demands=orders, sites=sites, free={("BER", "CUP"): 9, ("HAM", "CUP"): 9})
    # After six orders Berlin's day costs 60, and nearer decides; after seven it is dearer.
    assert [outcome.winners[0] for outcome in outcomes] == ["BER"] * 7 + ["HAM"] * 2
