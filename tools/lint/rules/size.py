import ast
from collections.abc import Iterator

from tools.lint.sources import Finding, Source

FILE_LINES = 400
FUNCTION_LINES = 60
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}


def check_file_length(source: Source) -> Iterator[Finding]:
    """A Python or SQL file has at most 400 lines."""
    count = source.text.count("\n")
    if source.path.endswith((".py", ".sql")) and not source.is_migration and count > FILE_LINES:
        yield Finding(source.path, FILE_LINES, f"{count} lines; split it by topic")


def check_function_length(source: Source) -> Iterator[Finding]:
    """A function has at most 60 lines."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > FUNCTION_LINES and not source.is_migration:
                yield source.find(node, f"{node.name} has {count} lines")


def check_module_name(source: Source) -> Iterator[Finding]:
    """No module is called utils, helpers or common: nouns name apps, verbs name files."""
    if source.path.endswith(".py"):
        for part in sorted(VAGUE & set(source.parts)):
            yield Finding(source.path, 1, f"'{part}' says nothing about what is inside")
