import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Finding:
    """One place that breaks one rule."""

    path: str
    line: int
    text: str


@dataclass(frozen=True)
class Source:
    """A tracked text file; a Python file also as its tree."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree; empty for what is not Python."""
        return ast.parse(self.text if self.path.endswith(".py") else "")

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Return the path below the package, without suffix: ("orders", "services", "place")."""
        below = self.path.removeprefix("src/packhaus/")
        return PurePosixPath(below).with_suffix("").parts

    @property
    def is_package_code(self) -> bool:
        """Say whether it is Python that ships, and was written by a person."""
        return self.path.startswith("src/packhaus/") and self.path.endswith(".py") and not self.is_migration

    @property
    def is_migration(self) -> bool:
        """Say whether Django wrote it."""
        return "/migrations/" in self.path

    @property
    def app(self) -> str:
        """Return the app it belongs to."""
        return self.parts[0]

    @property
    def room(self) -> str:
        """Return what kind of module it is within its app: services, queries, locks, ..."""
        return self.parts[1] if len(self.parts) > 1 else ""

    def find(self, node: ast.AST, text: str) -> Finding:
        """Return a finding at a node."""
        return Finding(self.path, getattr(node, "lineno", 1), text)


def list_imports(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Return every imported name in full: `from a import b` gives a.b."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def list_texts(source: Source) -> Iterator[ast.Constant]:
    """Return string constants, docstrings left out."""
    docstrings = {id(node) for node in _list_docstrings(source.tree)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def _list_docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value


def list_sources() -> Iterator[Source]:
    """Return every file that is tracked or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in sorted(filter(None, names.split("\0"))):
        text = _read(ROOT / name)
        if text is not None:
            yield Source(name, text)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None
