"""The file: a zip of the dump, the installation's own files, and a manifest that says what must be in it."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from packhaus.config.backup.errors import NoBackup

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
FILES = "files/"
# What stands in the data folder and in no table: without the key every session and every open invitation ends.
KEPT_FILES = ("secret_key",)
_NAME = re.compile(r"^files/(secret_key|uploads/[A-Za-z0-9][A-Za-z0-9._-]*)$")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; `counts` are rows per table at its moment."""

    made_at: str
    packhaus: str
    postgres: str
    migrations: list[str]
    counts: Mapping[str, int]
    format: int = FORMAT


def write_files(archive: zipfile.ZipFile, data_dir: Path, *, waiting: Sequence[str]) -> None:
    """Add the installation's own files, and those of imports that wait or run, by their ids."""
    for name in KEPT_FILES:
        if (data_dir / name).is_file():
            archive.write(data_dir / name, f"{FILES}{name}")
    for name in (f"uploads/{run_id}.csv" for run_id in waiting):
        # It may be done since the moment of the dump; sent again, it goes on.
        with suppress(FileNotFoundError):
            archive.write(data_dir / name, f"{FILES}{name}")


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Add the manifest, last: a file without one was cut off."""
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


@contextmanager
def open_backup(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup. Raises: NoBackup."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = json.loads(archive.read(MANIFEST))
            if found.get("format") != FORMAT:
                raise NoBackup(
                    f"{path.name} was made by another version of Packhaus, {found.get('packhaus')}"
                )
            archive.getinfo(DUMP)
            yield archive, Manifest(**found)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NoBackup(f"there is no file {path}") from error
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError, TypeError) as error:
        raise NoBackup(f"{path.name} is no backup, or it was cut off or damaged: {error}") from error


def open_dump(archive: zipfile.ZipFile) -> IO[bytes]:
    """Open the dump for reading; its checksum is checked at the end."""
    return archive.open(DUMP)


def restore_files(archive: zipfile.ZipFile, data_dir: Path) -> int:
    """Write the installation's own files back and return how many; names that we never write are passed over."""
    count = 0
    for name in archive.namelist():
        if _NAME.match(name):
            _write_private(data_dir / name.removeprefix(FILES), archive.read(name))
            count += 1
    return count


def _write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(path)
