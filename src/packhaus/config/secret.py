"""The key that signs sessions: given from outside, or made once and kept beside the data."""

import os
import secrets
from pathlib import Path


def get_secret_key(given: str, data_dir: Path) -> str:
    """Return the given key, or the installation's own, made at first use and readable by its user only."""
    if given:
        return given
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key
