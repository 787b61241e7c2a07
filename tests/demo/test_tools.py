"""The shipped files are what the tools make of the originals."""

import gzip
import json
import runpy
from pathlib import Path

import pytest

from packhaus.demo.source.tables import FOLDER

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared/data"


def test_the_committed_figures_are_those_of_the_shipped_file() -> None:
    tool = runpy.run_path(str(ROOT / "tools/count_demo.py"))
    assert tool["count_all"](tool["read"]()) == json.loads((FOLDER / "expected.json").read_text("utf-8"))


@pytest.mark.skipif(not SHARED.exists(), reason="the original file is not beside this checkout")
def test_the_shipped_lines_are_the_first_20_days_of_the_original(tmp_path: Path) -> None:
    tool = runpy.run_path(str(ROOT / "tools/make_demo_data.py"))
    header, lines = tool["read_december"](SHARED)
    again = tmp_path / "again.csv.gz"
    assert tool["write_gzip"](path=again, header=header, rows=lines) == 42_481
    # Not the packed bytes: another zlib packs the same text differently.
    shipped = (FOLDER / "online_retail_2010_12.csv.gz").read_bytes()
    assert gzip.decompress(again.read_bytes()) == gzip.decompress(shipped)
