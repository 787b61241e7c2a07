"""Dangerous goods that react never share a carton; what is not in the table may."""

from packhaus.decide.cartonize.hazard import HAZARD_CLASSES, KEPT_APART


def test_every_pair_names_two_known_classes() -> None:
    assert all(len(pair) == 2 and pair <= set(HAZARD_CLASSES) for pair in KEPT_APART)


def test_an_oxidiser_is_kept_from_a_flammable_liquid_and_a_battery_from_neither() -> None:
    assert frozenset({"3", "5.1"}) in KEPT_APART
    assert not any("9" in pair and "1" not in pair for pair in KEPT_APART)
