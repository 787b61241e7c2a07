import io

import pytest

from packhaus.channels.services.csv_writer import make_safe, write_csv


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("-12.50", "-12.50"),  # an amount
        ("+6281234567890", "+6281234567890"),  # a telephone number
        (None, ""),
        (7, "7"),
    ],
)
def test_a_cell_is_never_a_formula(cell: object, written: str) -> None:
    assert make_safe(cell) == written


def test_rows_are_written_with_their_header() -> None:
    file = io.StringIO(newline="")
    assert write_csv(file, columns=["a", "b"], rows=[["=x", 'say "hi"'], [1, None]]) == 2
    assert file.getvalue() == 'a,b\r\n\'=x,"say ""hi"""\r\n1,\r\n'
