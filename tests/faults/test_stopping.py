"""A bench that is told to stop takes its server, its processes and its clients along."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[2]


def list_processes(mark: bytes, *folders: bytes) -> list[str]:
    """List live processes that carry the mark in their environment, or one of the folders in their command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if mark in (process / "environ").read_bytes() or any(folder in command for folder in folders):
                found.append(command.replace(b"\0", b" ").decode())
        except OSError:  # it has just ended
            continue
    return [command for command in found if command]


def is_serving(mark: bytes) -> bool:
    return any("serve" in command for command in list_processes(mark))


@pytest.mark.faults
@pytest.mark.parametrize("how", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.full)])
def test_a_faults_bench_that_is_stopped_leaves_no_process_behind(tmp_path: Path, how: signal.Signals) -> None:
    """Takes longer than 5 s: a server, a schema and web are started first."""
    mark = uuid4().hex
    bench = subprocess.Popen(
        [sys.executable, "-m", "packhaus.config.cli", "bench", "faults", "--kills", "8"],
        env={
            **os.environ, "PACKHAUS_TEST_MARK": mark, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "packhaus.config.settings", "PACKHAUS_DATA_DIR": str(tmp_path / "data"),
        },
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = monotonic() + 120
    while not is_serving(mark.encode()):
        assert bench.poll() is None, bench.returncode
        assert monotonic() < deadline, "web never started"
        try:
            bench.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    clusters = [str(link.resolve()).encode() for link in tmp_path.glob("*/postgres")]
    assert clusters
    bench.send_signal(how)
    assert bench.wait(60) != 0
    assert not list_processes(mark.encode(), *clusters)
