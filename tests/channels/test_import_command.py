import argparse
import json
from pathlib import Path

import pytest

from packhaus.access.models import Merchant
from packhaus.config.commands import import_file
from packhaus.kernel.errors import NotFound
from tests.channels.record_files import write_rows


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_file.configure(parser)
    return import_file.run(parser.parse_args([*words, "--json"]))


def test_a_house_is_filled_from_four_files(
    acme: Merchant, check_clean: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "sites": {"site": "YORK", "name": "York", "timezone": "Europe/London", "country": "GB"},
        "locations": {"site": "YORK", "location": "A-01", "kind": "pick_face"},
        "catalog": {"sku": "CUP", "name": "Cup"},
        "stock": {"site": "YORK", "location": "A-01", "sku": "CUP", "quantity": "12"},
    }
    for kind, row in files.items():
        path = write_rows(tmp_path / f"{kind}.csv", [row])
        whose = ["--merchant", "ACME"] if kind in ("catalog", "stock") else []
        assert call(kind, str(path), *whose) == 0
        assert json.loads(capsys.readouterr().out)["taken"] == 1


def test_a_merchants_file_needs_the_merchant(operator: object, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "items.csv", [{"sku": "CUP", "name": "Cup"}])
    with pytest.raises(NotFound, match="--merchant"):
        call("catalog", str(path))
