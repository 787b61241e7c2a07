"""The public instances are read as they are meant, and what the search makes of a few of them is right."""

import pytest

from packhaus.bench import cartonize
from packhaus.bench.packing_data import (
    FOLDER,
    read_container_instances,
    read_loading_instances,
    sample_evenly,
)
from packhaus.decide.loading import find_faults
from packhaus.decide.loading.load import load_hold
from packhaus.decide.loading.many import load_holds

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason=f"{FOLDER} is not there")


def test_the_instances_are_those_of_the_readme() -> None:
    loading = read_loading_instances(cartonize.CLASSES)
    assert len(loading) == 338
    assert {one.hold.size for one in loading} == {(587, 233, 220)}
    cases = read_container_instances()
    assert (len(cases), sum(one.lower_bound for one in cases)) == (47, 579)
    assert {len(kind.stands) for kind in cases[0].kinds} == {6}


def test_a_rotation_names_the_side_along_each_axis() -> None:
    first = next(one for one in read_loading_instances(("BR3",)) if one.number == 1)
    # Height or width may stand; the length may not.
    assert first.kinds[1].stands == ((110, 43, 25), (43, 110, 25), (110, 25, 43), (25, 110, 43))
    assert first.kinds[0].stands == ((108, 76, 30), (76, 108, 30))


def test_a_sample_is_taken_in_even_steps() -> None:
    loading = read_loading_instances(cartonize.CLASSES)
    assert [one.name for one in sample_evenly(loading, 7)] == list(cartonize.CLASSES)
    assert sample_evenly(loading, None) == loading == sample_evenly(loading, 999)


@pytest.mark.parametrize("is_supported", [False, True])
def test_a_container_is_well_filled_even_by_a_narrow_search(is_supported: bool) -> None:  # noqa: FBT001  # a parameter of the table
    (instance,) = sample_evenly(read_loading_instances(("BR5",)), 1)
    load = load_hold(kinds=instance.kinds, hold=instance.hold, supported=is_supported, seconds=60, widest=2)
    assert find_faults(load=load, kinds=instance.kinds, hold=instance.hold, supported=is_supported) == []
    assert load.volume > 0.87 * instance.hold.volume


def test_cases_of_many_containers_reach_the_bound_of_their_volume() -> None:
    cases = {one.number: one for one in read_container_instances()}
    for number in (3, 6, 7):
        case = cases[number]
        loads = load_holds(kinds=case.kinds, hold=case.hold, supported=False, seconds=20)
        assert len(loads) == case.lower_bound
        assert sum(len(load.boxes) for load in loads) == sum(kind.quantity for kind in case.kinds)


def test_orders_are_packed_and_proven() -> None:
    result = cartonize.pack_orders(20)
    assert result["orders"] == 20
    assert result["parcels_per_order"] >= 1
