"""Search loops compiled to machine code (ADR 17)."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
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


def _choose_cache() -> str:
    """Choose a cache folder by what is compiled: numba itself looks only at the file of the outermost function.

    Beside the source, else below the home folder, else for this process alone: numba refuses to start without one.
    """
    sources = [source.read_bytes() for source in sorted(_HERE.rglob("*.py"))]
    name = f"compiled-{sha256(b''.join(one for one in sources if b'@compiled' in one)).hexdigest()[:12]}"
    for home in (_HERE / "__pycache__", Path.home() / ".cache" / "packhaus"):
        with suppress(OSError):
            (home / name).mkdir(parents=True, exist_ok=True)
            if os.access(home / name, os.W_OK):
                return str(home / name)
    return mkdtemp(prefix="packhaus-")


os.environ.setdefault("NUMBA_CACHE_DIR", _choose_cache())

from numba import njit  # noqa: E402  # reads the folder when it is imported


def compiled(loop: _Loop) -> _Loop:
    """Compile a loop over arrays when it is first called; the machine code is kept for the next process."""
    return cast("_Loop", njit(cache=True, nogil=True, error_model="numpy")(loop))


def compiled_within(loop: _Loop) -> _Loop:
    """Compile a loop as part of the compiled ones that call it: a way in from Python takes longer than the loop."""
    return cast("_Loop", njit(**_INSIDE)(loop))
