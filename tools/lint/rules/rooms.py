import ast
import re
import sys
from collections.abc import Iterator

from tools.lint.sources import Finding, Source, list_imports, list_texts

# What another app may see of an app.
PUBLIC_ROOMS = {"services", "queries", "types", "errors", "events", "states"}
# Pure functions over the types; the scope, which every caller opens; and who asks, which every request carries.
PUBLIC_MODULES = {
    "access.identity",
    "access.scope",
    "parties.formats",
    "parties.phones",
    "parties.recipients",
    "parties.validation",
}
# No models, open to everybody; and the rooms that wire and may reach handlers, tasks and notices.
OPEN_APPS = {"kernel", "decide"}
WIRING = {"config"}
WRITE_CALLS = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
WRITE_SQL = re.compile(
    r"^\s*(WITH\b.*\b)?(INSERT\s+INTO|UPDATE\s+\w+|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\b", re.DOTALL
)
FETCHES = {"fetch_rows", "fetch_one", "fetch_tuples", "fetch_value", "find_row"}
READ_NAMES = ("get_", "find_", "list_", "is_", "has_")
DECIDE_MAY_IMPORT = {"numba", "numpy", "packhaus.decide"}


def check_foreign_rooms(source: Source) -> Iterator[Finding]:
    """An app shows others its services, queries, types, errors, events and states; its models only to their models."""
    if not source.is_package_code or source.app in WIRING or len(source.parts) == 1:
        return
    for node, name in list_imports(source):
        top, _, inner = name.partition(".")
        app, _, rest = inner.partition(".")
        if top != "packhaus" or not rest or app in {source.app, *OPEN_APPS}:
            continue
        room = rest.split(".")[0]
        if room == "models" and source.room == "models":
            continue
        if room not in PUBLIC_ROOMS and f"{app}.{room}" not in PUBLIC_MODULES:
            yield source.find(node, f"{app}.{room} is {app}'s own")


def check_reads_and_writes(source: Source) -> Iterator[Finding]:
    """Reads and writes never share a module: queries/ write nothing and know no service; services/ offer no reads."""
    if source.is_package_code and source.room == "queries":
        yield from _find_writes(source)
    if source.is_package_code and source.room == "services":
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith(READ_NAMES) and _fetches(node):
                yield source.find(node, f"{node.name} reads: it belongs to queries/")


def _fetches(function: ast.FunctionDef) -> bool:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(
        ast.unparse(call).split(".")[-1] in FETCHES or ".objects." in ast.unparse(call) for call in calls
    )


def _find_writes(source: Source) -> Iterator[Finding]:
    for node, name in list_imports(source):
        if re.match(r"packhaus\.\w+\.(services|locks)\b", name):
            yield source.find(node, f"imports {name}")
    for call in ast.walk(source.tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in WRITE_CALLS
        ):
            yield source.find(call, f".{call.func.attr}() writes")
    for text in list_texts(source):
        if WRITE_SQL.search(str(text.value)):
            yield source.find(text, "this SQL writes")


def check_keyword_only(source: Source) -> Iterator[Finding]:
    """Public functions of services and queries take keywords; one leading positional argument may be."""
    # Deeper than services/x.py lie the parts of one use case, which only it calls.
    if not source.is_package_code or source.room not in {"services", "queries"} or len(source.parts) > 3:
        return
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            positional = len(node.args.posonlyargs) + len(node.args.args)
            if positional > 1:
                yield source.find(node, f"{node.name} takes {positional} positional arguments")


def check_decide(source: Source) -> Iterator[Finding]:
    """decide/ is pure: the standard library, numpy and numba, nothing else of ours, no I/O."""
    if not source.is_package_code or source.app != "decide":
        return
    for node, name in list_imports(source):
        if name.split(".")[0] in sys.stdlib_module_names:
            continue
        if not any(name == allowed or name.startswith(f"{allowed}.") for allowed in DECIDE_MAY_IMPORT):
            yield source.find(node, f"imports {name}")
