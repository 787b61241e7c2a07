import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"


def normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;\s]", name, maxsplit=1)[0]).lower()


def list_names(lines: list[str]) -> set[str]:
    return {normalize(line) for line in lines if line.strip() and not line.startswith(("#", "-"))}


def test_the_package_and_its_lock_ask_for_the_same_libraries() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert list_names(project["dependencies"]) == list_names(
        (REQUIREMENTS / "base.in").read_text().splitlines()
    )


@pytest.mark.parametrize("name", ["base.txt", "dev.txt", "bootstrap.txt"])
def test_every_locked_library_has_one_version_and_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (REQUIREMENTS / name).read_text())
    locked = [entry for entry in entries if not entry.startswith("#")]
    assert locked
    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in locked)


def test_everything_wanted_is_locked() -> None:
    wanted = list_names((REQUIREMENTS / "base.in").read_text().splitlines())
    wanted |= list_names((REQUIREMENTS / "dev.in").read_text().splitlines())
    locked = {normalize(line) for line in (REQUIREMENTS / "dev.txt").read_text().splitlines() if "==" in line}
    assert wanted <= locked
