"""Search loops compiled to machine code (ADR 17)."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

_Loop = TypeVar("_Loop", bound=Callable[..., object])
# numba's own types know neither of the two wrappers.
_INSIDE: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
_HERE = Path(__file__).parent


def _name_cache() -> str:
    """Name a cache folder by what is compiled: numba itself looks only at the file of the outermost function."""
    sources = [source.read_bytes() for source in sorted(_HERE.rglob("*.py"))]
    digest = sha256(b"".join(source for source in sources if b"@compiled" in source)).hexdigest()[:12]
    beside = _HERE / "__pycache__"
    home = (
        beside
        if os.access(beside if beside.exists() else _HERE, os.W_OK)
        else Path.home() / ".cache" / "packhaus"
    )
    return str(home / f"compiled-{digest}")


os.environ.setdefault("NUMBA_CACHE_DIR", _name_cache())

from numba import njit  # noqa: E402  # reads the folder when it is imported


def compiled(loop: _Loop) -> _Loop:
    """Compile a loop over arrays when it is first called; the machine code is kept for the next process."""
    return cast("_Loop", njit(cache=True, nogil=True, error_model="numpy")(loop))


def compiled_within(loop: _Loop) -> _Loop:
    """Compile a loop as part of the compiled ones that call it: a way in from Python takes longer than the loop."""
    return cast("_Loop", njit(**_INSIDE)(loop))
