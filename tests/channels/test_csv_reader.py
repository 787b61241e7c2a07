import hashlib
import tracemalloc
from pathlib import Path

import pytest

from packhaus.channels.errors import BadFile
from packhaus.channels.services.csv_reader import Columns, CsvRow, inspect_csv, read_csv

COLUMNS = Columns(known=("sku", "quantity", "name"), required=("sku", "quantity"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def read(path: Path, encoding: str = "") -> list[CsvRow]:
    return list(read_csv(path=path, file_format=inspect_csv(path=path, columns=COLUMNS, encoding=encoding)))


def refusal(path: Path, encoding: str = "") -> list[tuple[str, str]]:
    with pytest.raises(BadFile) as refused:
        read(path, encoding)
    return [(problem.path, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognised(path: Path, encoding: str) -> None:
    path.write_text("sku,quantity,name\nA,1,Füße\n", encoding=encoding)
    assert read(path) == [CsvRow(2, 3, ["A", "1", "Füße"])]


def test_windows_text_is_read_when_told(path: Path) -> None:
    path.write_bytes("sku,quantity,name\nA,1,Füße €\n".encode("cp1252"))
    assert read(path, "cp1252")[0].cells[2] == "Füße €"


def test_windows_text_is_refused_with_its_line_when_not_told(path: Path) -> None:
    path.write_bytes("sku,quantity,name\nA,1,x\nB,1,Füße\n".encode("cp1252"))
    assert refusal(path) == [("line 3", "encoding")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(path: Path, delimiter: str) -> None:
    path.write_text(f"SKU{delimiter} Quantity \nA{delimiter}1\n")
    assert read(path) == [CsvRow(2, 3, ["A", "1"])]


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(path: Path) -> None:
    path.write_text('sku,quantity,name\nA,1,"a, ""b""\nc"\nB,2,5" pipe\n')
    assert read(path) == [CsvRow(2, 4, ["A", "1", 'a, "b"\nc']), CsvRow(4, 5, ["B", "2", '5" pipe'])]


def test_lines_may_end_in_any_way_and_be_empty(path: Path) -> None:
    path.write_bytes(b"sku,quantity\r\n\r\nA,1\rB,2\nC,3")
    assert [(row.line, row.cells[0]) for row in read(path)] == [(3, "A"), (4, "B"), (5, "C")]


def test_reading_goes_on_from_a_line(path: Path) -> None:
    path.write_text("sku,quantity\nA,1\nB,2\nC,3\n")
    file_format = inspect_csv(path=path, columns=COLUMNS)
    assert [row.cells[0] for row in read_csv(path=path, file_format=file_format, from_line=3)] == ["B", "C"]
    assert file_format.sha256 == hashlib.sha256(path.read_bytes()).digest()


def test_every_wrong_column_is_named(path: Path) -> None:
    path.write_text("sku,colour,sku\n")
    assert refusal(path) == [
        ("line 1", "missing_column"),
        ("line 1", "unknown_column"),
        ("line 1", "repeated_column"),
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", ("line 1", "empty")),
        (b"\n\n", ("line 1", "empty")),
        (b'sku,quantity\nA,1\n"B,2\nC,3\n', ("line 3", "quotes")),  # never closed
        (b'sku,quantity\nA,1\n"B"x,2\n', ("line 3", "quotes")),  # text behind a closing quote
        (b"sku,quantity\nA,1\nB\0,2\n", ("line 3", "nul")),
        (b"\xff\xfes\0k", ("line 1", "encoding")),  # UTF-16 cut off in the middle of a sign
        (b"sku,quantity\nA,1\n" + b"x" * 70_000 + b"\n", ("line 3", "too_long")),
        (b'sku,quantity\nA,1\n"' + b"x\n" * 70_000 + b'",1\n', ("line 3", "quotes")),  # a row without end
    ],
)
def test_what_cannot_be_read_names_its_line(path: Path, content: bytes, found: tuple[str, str]) -> None:
    path.write_bytes(content)
    assert refusal(path)[0] == found


def test_a_line_of_a_gigabyte_is_refused_without_reading_it(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"sku,quantity\nA,1\n")
        file.truncate(1 << 30)  # sparse: a gigabyte of NUL bytes costs no disk
        file.seek(17)
        file.write(b"x" * (3 << 20))
    tracemalloc.start()
    assert refusal(path) == [("line 3", "too_long")]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_what_is_said_and_is_so_is_read(path: Path, written: str, said: str) -> None:
    path.write_text("sku,quantity,name\nA,1,Füße\n", encoding=written)
    assert read(path, said)[0].cells[2] == "Füße"


@pytest.mark.parametrize(
    ("written", "said", "line"),
    [
        ("utf-8", "cp1252", "line 1"),  # would be read as FÃ¼ÃŸe
        ("utf-8-sig", "cp1252", "line 1"),
        ("utf-16", "cp1252", "line 1"),
        ("utf-16-le", "utf-8", "line 1"),
        ("utf-8", "utf-16", "line 1"),
        ("cp1252", "utf-8", "line 2"),
        ("cp1252", "utf-16", "line 1"),
    ],
)
def test_what_is_said_and_is_not_so_is_refused(path: Path, written: str, said: str, line: str) -> None:
    path.write_text("sku,quantity,name\nA,1,Füße\n", encoding=written)
    assert refusal(path, said) == [(line, "encoding")]


def test_plain_ascii_is_read_whatever_of_the_two_is_said(path: Path) -> None:
    path.write_text("sku,quantity,name\nA,1,feet\n", encoding="ascii")
    assert read(path, "cp1252") == read(path, "utf-8") == read(path)
