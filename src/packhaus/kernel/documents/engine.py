"""The one document engine: a typst template and plain data in, PDF or PNG out.

Data reaches a template as JSON and is only ever shown as content. Nothing that a person typed becomes markup, so a
name like `#read("/etc/passwd")` prints as those letters.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

# Templates import the shared frame by its path below this folder, and can read nothing outside it.
_ROOT = Path(__file__).parents[2]
_FONTS = Path(__file__).parent / "fonts"
_NO_PACKAGES = _FONTS / "no-packages"


@cache
def _load_fonts() -> typst.Fonts:
    """Load the vendored and embedded fonts once: what a document looks like must not depend on the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FONTS)])


def _get_compiler(template: Path) -> typst.Compiler:
    """Return a compiler of its own per call: it is not safe between threads, and fonts are the expensive part."""
    assert template.is_file(), template
    return typst.Compiler(
        str(template),
        root=str(_ROOT),
        font_paths=_load_fonts(),
        package_path=str(_NO_PACKAGES),
        package_cache_path=str(_NO_PACKAGES),
    )


def _as_inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))}


def render_pdf(*, template: Path, data: Mapping[str, Any], tagged: bool = True) -> bytes:
    """Render one PDF; the same template and data give the same bytes.

    `tagged` writes the structure that screen readers use. Labels leave it out: nobody reads them aloud, and it is
    three quarters of the time of a thousand of them.
    """
    pages = _get_compiler(template).compile(format="pdf", sys_inputs=_as_inputs(data), pdf_tags=tagged)
    assert isinstance(pages, bytes)
    return pages


def render_pages(*, template: Path, data: Mapping[str, Any], dots_per_inch: float) -> list[bytes]:
    """Render every page as a PNG, in order: previews on screen, labels for printers that take dots."""
    pages = _get_compiler(template).compile(format="png", ppi=dots_per_inch, sys_inputs=_as_inputs(data))
    assert pages is not None
    return [pages] if isinstance(pages, bytes) else pages
