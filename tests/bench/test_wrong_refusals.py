from packhaus.bench.hot import Answered, count_wrongly_refused


def answered(sku: str, status: int, sent_at: float, received_at: float) -> Answered:
    return Answered((sku,), status, int(status == 201), sent_at, received_at)


def test_a_refusal_is_right_once_everything_can_have_been_taken() -> None:
    assert count_wrongly_refused([answered("A", 201, 1, 3), answered("A", 422, 2, 4)], units=1) == 0


def test_a_refusal_before_the_last_unit_was_asked_for_is_wrong() -> None:
    assert count_wrongly_refused([answered("A", 422, 1, 2), answered("A", 201, 3, 4)], units=1) == 1


def test_units_of_another_sku_excuse_nothing() -> None:
    assert count_wrongly_refused([answered("B", 201, 1, 2), answered("A", 422, 3, 4)], units=1) == 1
