"""Printing through this computer's own queues; `lp` and `lpstat` say what CUPS 2.4 says."""

from pathlib import Path

import pytest

from packhaus.printing.agent.printers import find_state, print_bytes
from packhaus.printing.agent.server import Printer

LPSTAT = """#!/bin/sh
case "$2" in
  zebra) echo "printer zebra is idle.  enabled since Mon Nov 23 14:43:49 2026" ;;
  stopped) echo "printer stopped disabled since Mon Nov 23 14:44:09 2026 -"; echo "	Paused" ;;
  *) echo "lpstat: Invalid destination name in list \\"$2\\"." >&2; exit 1 ;;
esac
"""
LP = """#!/bin/sh
echo "$@" > "$0.asked"
case "$3" in
  zebra) cat > "$0.paper" ;;
  *) echo "lp: The printer or class does not exist." >&2; exit 1 ;;
esac
"""


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, script in (("lp", LP), ("lpstat", LPSTAT)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def make_printer(queue: str) -> Printer:
    return Printer(code="Z", speaks="zpl", reached_by="queue", address=queue, asks_state=False)


def test_labels_reach_the_queue_as_they_are(programs: Path) -> None:
    label = b"^XA^FDPackhaus^FS^XZ"
    assert print_bytes(make_printer("zebra"), label) == ""
    assert (programs / "lp.paper").read_bytes() == label
    assert (programs / "lp.asked").read_text().split() == ["-s", "-d", "zebra", "-o", "raw"]


def test_a_stopped_queue_is_given_nothing_to_keep_for_later(programs: Path) -> None:
    assert print_bytes(make_printer("stopped"), b"^XA^XZ") == "paused"
    assert not (programs / "lp.asked").exists()


def test_a_queue_that_is_not_there_refuses() -> None:
    assert print_bytes(make_printer("nowhere"), b"^XA^XZ") == "refused"


def test_queues_say_how_they_are() -> None:
    states = [find_state(make_printer(queue)) for queue in ("zebra", "stopped", "nowhere")]
    assert states == ["ready", "paused", "no_answer"]
