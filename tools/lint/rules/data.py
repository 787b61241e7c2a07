import ast
import re
from collections.abc import Iterator

from tools.lint.sources import Finding, Source, list_texts

INTERFACES = {"api", "web"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
LOOKUP = re.compile(r"__(i?contains|i?startswith|i?endswith|i?regex|trigram_\w+|search)$")
# CREATE TABLE a (LIKE b) copies columns and matches nothing.
SQL_LIKE = re.compile(r"(?<!\()\b(I?LIKE|SIMILAR\s+TO)\b(?!\s+\w+\s+INCLUDING)")
ROW_LOCK = re.compile(r"\bFOR\s+(NO\s+KEY\s+)?UPDATE\b|\bFOR\s+(KEY\s+)?SHARE\b")
LOCKING_ROOMS = {"locks"}


def check_objects(source: Source) -> Iterator[Finding]:
    """The interfaces never query: no `.objects` in api/ and web/."""
    if not source.is_package_code or source.app not in INTERFACES:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield source.find(node, f".{node.attr}: ask a query of the app")


def check_like(source: Source) -> Iterator[Finding]:
    """No LIKE and no substring lookup: under row-level security they cannot use an index."""
    if source.path.startswith("src/") and source.path.endswith(".sql"):
        for match in SQL_LIKE.finditer(source.text):
            yield Finding(source.path, source.text.count("\n", 0, match.start()) + 1, match[0])
    if not source.is_package_code:
        return
    for node in ast.walk(source.tree):
        # In models/ it can only be a CHECK, which no index serves.
        if source.room == "models":
            break
        if isinstance(node, ast.keyword) and node.arg and LOOKUP.search(node.arg):
            yield source.find(node.value, f"{node.arg}: use search_key, equality or a range")
    for text in list_texts(source):
        if SQL_LIKE.search(str(text.value)):
            yield source.find(text, "LIKE: use search_key, equality or a range")


def check_locks(source: Source) -> Iterator[Finding]:
    """Row locks live in locks.py of their app, so that their order can be read in one place."""
    if not source.is_package_code or source.room in LOCKING_ROOMS:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "select_for_update":
            yield source.find(node, "select_for_update")
    for text in list_texts(source):
        match = ROW_LOCK.search(str(text.value))
        if match:
            yield source.find(text, match[0])
