from __future__ import annotations

import pytest

from packhaus.decide.pricing_flat import WeightStep, find_price_minor

STEPS = [WeightStep(2_000, 499), WeightStep(5_000, 599), WeightStep(31_500, 1_649)]


@pytest.mark.parametrize(
    ("weight", "price"),
    [(0, 499), (2_000, 499), (2_001, 599), (31_500, 1_649), (31_501, None)],
)
def test_a_parcel_costs_what_its_weight_step_says(weight: int, price: int | None) -> None:
    assert find_price_minor(steps=STEPS, weight_grams=weight) == price


def test_a_service_without_steps_takes_nothing() -> None:
    assert find_price_minor(steps=[], weight_grams=1) is None
