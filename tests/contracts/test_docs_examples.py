"""The commands of docs/integrators/first-order.md, run as they stand there against a served installation."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.services.keys import create_key
from packhaus.access.types import SYSTEM
from packhaus.bench.place import find_port, wait_until_open
from packhaus.catalog.models import Sku
from tests.config.commands import ROOT
from tests.harness.cast import Place
from tests.harness.stock import PutStock

PAGE = ROOT / "docs" / "integrators" / "first-order.md"
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")


@pytest.fixture
def port(committed: dict[str, str], tmp_path: Path) -> Iterator[int]:
    port = find_port()
    ours = {"PYTHONPATH": str(ROOT / "src"), "PACKHAUS_DATA_DIR": str(tmp_path)}
    command = ["serve", "--port", str(port), "--no-migrate", "--no-worker", "--workers", "1"]
    served = subprocess.Popen(
        [sys.executable, "-m", "packhaus.config.cli", *command],
        env={**os.environ, **committed, **ours, "DJANGO_SETTINGS_MODULE": "packhaus.config.settings"},
        cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    try:
        wait_until_open(port, served)
        yield port
    finally:
        os.killpg(served.pid, signal.SIGTERM)
        served.wait(30)


def test_every_command_of_the_page_works_as_it_stands(
    port: int, acme: Merchant, mug: Sku, leeds: Place, stock: PutStock, now: Any
) -> None:
    """Takes seconds: a server starts."""
    stock(mug, leeds, 10)
    key = create_key(
        scope=Scope.operator(), merchant_id=acme.id, name="shop",
        scopes=["orders:write", "orders:read", "stock:read"], now=now, actor=SYSTEM,
    ).token  # fmt: skip
    environment = {**os.environ, "KEY": key}
    answers: list[Any] = []
    for command in re.findall(r"```bash\n(.*?)```", PAGE.read_text(), re.DOTALL):
        done = subprocess.run(
            ["bash", "-c", command.replace("localhost:8000", f"localhost:{port}")],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stderr)
        answers.append(json.loads(done.stdout))
        if isinstance(answers[-1], dict) and "number" in answers[-1]:
            environment["NUMBER"] = answers[-1]["number"]
    available, placed, _, read, cancelled = answers
    assert "MUG" in json.dumps(available)
    assert placed["lines"][0]["promised"] == 3
    assert placed["number"] in json.dumps(read)
    assert cancelled
