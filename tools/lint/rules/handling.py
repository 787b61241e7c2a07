import ast
import re
from collections.abc import Iterator

from tools.lint.sources import Finding, Source, list_imports

BROAD = {"Exception", "BaseException"}
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
TIMELESS_ROOMS = {"services", "queries", "locks", "states", "types", "events"}
NOQA = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+[0-9]+(\s*,\s*[A-Z]+[0-9]+)*)?(?P<reason>.*)", re.IGNORECASE)
# Put together, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "registry" + r"\.npmjs",
            "--(extra-)?index" + "-url[ =]http",
        ]
    )
)


def check_broad_except(source: Source) -> Iterator[Finding]:
    """No `except Exception`: say which failure is expected; nothing fails silently."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in caught):
                yield source.find(node, "catches everything")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            yield from (
                source.find(kind, "suppresses all") for kind in node.args if ast.unparse(kind) in BROAD
            )


def check_sleep(source: Source) -> Iterator[Finding]:
    """Nobody sleeps: wait for the event, with a limit."""
    for statement, name in list_imports(source):
        if name == "time.sleep":
            yield source.find(statement, name)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "asyncio.sleep"}:
            yield source.find(node, ast.unparse(node.func))


def check_clock(source: Source) -> Iterator[Finding]:
    """The domain has no clock: `now` is an argument."""
    if not source.is_package_code or not (source.room in TIMELESS_ROOMS or source.app == "decide"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _ends_in(ast.unparse(node.func), CLOCKS):
            yield source.find(node, ast.unparse(node.func))


def _ends_in(name: str, endings: set[str]) -> bool:
    return ".".join(name.split(".")[-2:]) in endings


def check_mocks(source: Source) -> Iterator[Finding]:
    """No mocks: Null or recording implementations, and real servers on loopback."""
    for node, name in list_imports(source):
        if name.startswith(("unittest.mock", "mock.", "pytest_mock")):
            yield source.find(node, name)


def check_noqa(source: Source) -> Iterator[Finding]:
    """A noqa names its rule and, after it, its reason."""
    if not source.path.endswith(".py") or source.path.startswith(("tools/lint/", "tests/lint/")):
        return
    for number, line in enumerate(source.text.splitlines(), start=1):
        match = NOQA.search(line)
        if match and not (match["codes"] and match["reason"].strip(" -–:")):
            yield Finding(source.path, number, match[0].strip())


def check_registry_address(source: Source) -> Iterator[Finding]:
    """No tracked file names a package registry: where packages come from is the machine's business."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        match = REGISTRIES.search(line)
        if match:
            yield Finding(source.path, number, match[0])
