from packhaus.web.bars import build_stage_bar
from packhaus.web.parts import Segment


def test_segments_fill_the_bar_by_share_and_empty_ones_are_left_out() -> None:
    drawn = build_stage_bar(
        segments=[Segment("pick", "", 25), Segment("pack", "", 0), Segment("out", "", 75)]
    )
    assert [(part.stage, part.x, part.width) for part in drawn] == [
        ("pick", "0.00%", "25.00%"),
        ("out", "25.00%", "75.00%"),
    ]


def test_one_parcel_among_thousands_stays_visible_without_its_number() -> None:
    small, large = build_stage_bar(segments=[Segment("pick", "", 1), Segment("out", "", 9999)])
    assert float(small.width.rstrip("%")) > 1
    assert not small.shows_number
    assert large.shows_number


def test_a_bar_without_work_is_empty() -> None:
    assert build_stage_bar(segments=[Segment("pick", "", 0)]) == []
