"""What the domain refuses is told in the reader's language: every sentence of it is known to the pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import packhaus
from packhaus.web.console.form_answers import Draft
from packhaus.web.console.setup_cartons import MEASURES, WEIGHTS
from packhaus.web.told import name_field, tell_problem

ROOT = Path(packhaus.__path__[0])
# Apps whose refusals reach pages; commands and the API answer in English.
APPS = (
    "access", "catalog", "channels", "inbound", "insight", "inventory", "network", "orders", "parties", "shipping",
    "terms",
)  # fmt: skip
# Which argument of these calls is the sentence.
PLACES = {"FieldProblem": 2, "Reject": 3, "at_line": 2}
# Values stand for a name of their own: what a pattern takes is not asked here.
VALUE = "X7"


def list_sentences() -> Iterator[tuple[str, str]]:
    """Yield every sentence that is written where a problem is made, with its place."""
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and (place := PLACES.get(name_callee(node.func))) is not None:
                    yield (
                        f"{file.relative_to(ROOT)}:{node.lineno}",
                        "".join(map(write, node.args[place : place + 1])),
                    )


def name_callee(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def write(node: ast.expr) -> str:
    """Write a string as it would be told; a variable is nothing."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values)
    return write(node.left) + write(node.right) if isinstance(node, ast.BinOp) else ""


@pytest.mark.parametrize("language", ["de", "id"])
def test_every_problem_of_a_field_is_told_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        left = [
            f"{place}: {sentence}"
            for place, sentence in list_sentences()
            if sentence and sentence.strip(VALUE + " ") and tell_problem(sentence) == sentence
        ]
    assert not left, "\n".join(left)


def test_values_stay_and_english_is_as_the_domain_wrote_it() -> None:
    assert tell_problem("is from 0 to 365 days") == "is from 0 to 365 days"
    assert tell_problem("nobody has written this") == "nobody has written this"
    with translation.override("de"):
        assert tell_problem("is empty; like LS1 4DY") == "ist leer; zum Beispiel LS1 4DY"
        assert "365" in tell_problem("is from 0 to 365 days")


def test_fields_are_called_by_their_labels() -> None:
    assert name_field("postal_code") == "Postal code"
    assert name_field("line_0_sku_code") == "SKU, row 1"
    assert name_field("quantity_2") == "Units, row 3"
    assert name_field("bays_last") == "Bays"
    assert name_field("something_new") == "something_new"
    assert Draft().problems == ()


def test_every_field_that_a_form_links_to_is_called_by_its_label() -> None:
    fields = {
        name
        for file in (ROOT / "web" / "templates").rglob("*.html")
        for name in re.findall(r'id="field-(\w+)"', file.read_text())
    }
    assert "postal_code" in fields
    assert sorted(name for name in fields | set(MEASURES) | set(WEIGHTS) if name_field(name) == name) == []
