from tools.messages import check


def test_german_and_indonesian_are_complete_and_compiled() -> None:
    assert check() == []
