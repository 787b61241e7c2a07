"""The `packhaus` command as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(
    environment: Mapping[str, str], *arguments: str, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command against the database that the environment names."""
    ours = {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "packhaus.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "packhaus.config.cli", *arguments],
        env={**os.environ, **environment, **ours},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds,
    )  # fmt: skip
