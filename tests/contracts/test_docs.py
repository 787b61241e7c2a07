"""The pages in docs/ agree with themselves and with the code they describe."""

import re
from pathlib import Path

import pytest

from packhaus.config.commands import COMMANDS
from packhaus.config.environment import Environment
from packhaus.orders.states import STAGES
from tests.config.commands import ROOT

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
# Packhaus itself is not told these by people: tests, benches and debugging.
UNDOCUMENTED = {"debug"}


def test_every_decision_has_a_number_of_its_own_and_they_follow_each_other() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_bears_its_number_and_stands_in_the_index_once(path: Path) -> None:
    title = path.read_text().splitlines()[0]
    number, words = re.fullmatch(r"# (\d+)\. (.+)", title).groups()  # type: ignore[union-attr]
    assert int(number) == int(path.name[:4])
    assert (DOCS / "adr" / "index.md").read_text().count(f"| [{path.name[:4]}]({path.name}) | {words} |") == 1


def test_every_page_is_in_the_navigation() -> None:
    listed = (ROOT / "mkdocs.yml").read_text()
    assert [page for path in DOCS.rglob("*.md") if (page := str(path.relative_to(DOCS))) not in listed] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_names_is_there(path: Path) -> None:
    """Links, files and commands."""
    text = path.read_text()
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []
    files = re.findall(r"`((?:docs|src|tests|tools|requirements)/[\w./-]+)`", text)
    assert [name for name in files if not (ROOT / name).exists()] == []
    known = {command.name for command in COMMANDS}
    commands = re.findall(r"(?:`|^)(?:\.venv/bin/)?packhaus ([a-z][a-z-]+)", text, re.MULTILINE)
    assert set(commands) <= known


def test_every_setting_is_documented() -> None:
    page = (DOCS / "operations" / "index.md").read_text()
    names = [f"PACKHAUS_{field.upper()}" for field in Environment.model_fields if field not in UNDOCUMENTED]
    assert [name for name in names if name not in page] == []


def test_every_documented_setting_is_read_somewhere() -> None:
    named = {
        name
        for path in PAGES
        for name in re.findall(r"`(PACKHAUS_[A-Z0-9_]+)", path.read_text())
        if name.removeprefix("PACKHAUS_").lower() not in Environment.model_fields
    }
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    assert {name for name in named if name not in source} == set()


def test_every_stage_of_an_order_is_explained() -> None:
    page = (DOCS / "states" / "index.md").read_text()
    assert [stage for stage in STAGES if f"`{stage}`" not in page] == []
