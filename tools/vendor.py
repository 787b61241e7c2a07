"""Fetch the front-end files that Packhaus serves itself, and write down where they came from.

Run `python tools/vendor.py` after changing a version below; it needs npm. Everything else only reads the result:
static/vendor/<package>/ with the files, their licence and, for all of them, manifest.json with versions and hashes.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "src" / "packhaus" / "web" / "static"
MIT = Path(__file__).with_name("mit-licence.txt").read_text()


@dataclass(frozen=True)
class Package:
    """One npm package: the files taken from it, and its holder where the archive carries no licence file."""

    name: str
    version: str
    folder: str
    files: tuple[str, ...]
    holder: str = ""


PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "tabler",
        ("dist/css/tabler.min.css", "dist/js/tabler.min.js"),
        "2018-2026 The Tabler Authors",
    ),
    Package("htmx.org", "2.0.11", "htmx", ("dist/htmx.min.js",)),
    Package(
        "@alpinejs/csp", "3.17.4", "alpine", ("dist/cdn.min.js",), "2019-2026 Caleb Porzio and contributors"
    ),
)
CAMERA = Package(
    "zxing-wasm", "3.1.4", "zxing", ("dist/iife/reader/index.js", "dist/reader/zxing_reader.wasm")
)
ICONS_PACKAGE = Package("@tabler/icons", "3.51.0", "icons", ())
ICONS = tuple(Path(__file__).with_name("icons.txt").read_text().split())
_SOURCE_MAP = re.compile(rb"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*\Z")
_WHITE_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def fetch(package: Package, into: Path) -> Path:
    """Download one package and return the folder that it was unpacked to."""
    spec = f"{package.name}@{package.version}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", spec],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    target = into / package.folder
    with tarfile.open(into / packed.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def read_licence(package: Package, source: Path) -> str:
    """Return the licence text of the archive, or the MIT text with its declared holder."""
    for name in ("LICENSE", "LICENSE.md", "LICENSE.txt"):
        if (source / name).exists():
            return (source / name).read_text()
    assert json.loads((source / "package.json").read_text())["license"] == "MIT"
    assert package.holder
    return MIT.format(holder=package.holder)


def build_sprite(source: Path) -> str:
    """Return one SVG file with a symbol for each icon that Packhaus uses."""
    symbols = []
    for icon in ICONS:
        svg = (source / "icons" / "outline" / f"{icon}.svg").read_text()
        inner = svg[svg.index(">") + 1 : svg.index("</svg>")].replace(_WHITE_BOX, "")
        shapes = re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>")
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{shapes}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def write(package: Package, name: str, content: bytes) -> dict[str, str]:
    """Write one vendored file and return its entry of the manifest."""
    path = STATIC / "vendor" / package.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"path": f"{package.folder}/{name}", "sha256": hashlib.sha256(content).hexdigest()}


def clean(path: Path) -> bytes:
    """Return a file as it is served: a program as it is, a text without what it refers to."""
    content = path.read_bytes()
    return content if path.suffix == ".wasm" else _SOURCE_MAP.sub(b"", content).rstrip() + b"\n"


def vendor(package: Package, work: Path) -> dict[str, object]:
    """Fetch one package, write what is used of it, and return its part of the manifest."""
    source = fetch(package, work)
    # A reference to a source map that is not served makes the hashed static storage fail.
    files = [write(package, Path(name).name, clean(source / name)) for name in package.files]
    if package is ICONS_PACKAGE:
        files.append(write(package, "sprite.svg", build_sprite(source).encode()))
    files.append(write(package, "LICENSE", read_licence(package, source).encode()))
    return {"name": package.name, "version": package.version, "licence": "MIT", "files": files}


def main() -> int:
    """Fetch everything again and write the manifest."""
    with tempfile.TemporaryDirectory() as work:
        packages = [vendor(package, Path(work)) for package in (*PACKAGES, CAMERA, ICONS_PACKAGE)]
    manifest = json.dumps({"packages": packages}, indent=2) + "\n"
    (STATIC / "vendor" / "manifest.json").write_text(manifest)
    sys.stdout.write(f"{len(packages)} packages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
