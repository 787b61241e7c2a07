"""The published instances are read as they are meant, and the benches reach what was published.

The first run after a change of the search takes longer than five seconds: it is compiled.
"""

import pytest

from packhaus.bench import batching, picking, tours

pytestmark = pytest.mark.skipif(not picking.FOLDER.exists(), reason=f"{picking.FOLDER} is not there")


def test_an_instance_lies_as_its_readme_says() -> None:
    instance = next(i for i in picking.read_instances(limit=None) if i.name == "Pr_20_1_20_Store1_01")
    assert instance.layout.crosses_y_mm == (0, 11_000)
    assert instance.layout.aisles_x_mm[:3] == (0, 2_400, 4_800)
    assert (len(instance.orders), instance.capacity, instance.published_mm) == (8, 20, 127_200)
    # Article 0 lies in cell 1 of aisle 0; cell 0 is the farthest from the depot.
    assert instance.orders[0].stops[0] == (0, 9_000)


def test_shortest_tours_are_those_of_brute_force_and_of_the_published_totals() -> None:
    result = tours.run(limit=2, cases=12)
    assert (result["instances"], result["exact_mismatches"]) == (2, 0)
    assert 0 < result["largest_gap_gap"] < result["s_shape_gap"] < result["return_gap"]


def test_plans_come_near_the_published_totals() -> None:
    result = batching.run(limit=1, seconds=1)
    assert result["instances"] == 3
    assert result["bahceci_gap"] == 0
    assert result["below_proven"] == 0
    assert max(result["muter_gap"], result["henn_gap"]) < 8
