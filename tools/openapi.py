"""Write the API's schema to src/packhaus/api/openapi.json, or with --check say whether it is up to date."""

import json
import os
import sys
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[1] / "src" / "packhaus" / "api" / "openapi.json"


def write_schema() -> str:
    """Return the schema of the code as it is committed."""
    from packhaus.api.application import get_schema

    return json.dumps(get_schema(), indent=1, sort_keys=True, default=str) + "\n"


def main() -> int:
    """Write or check."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.config.settings")
    import django

    django.setup()
    written = write_schema()
    if "--check" not in sys.argv:
        SCHEMA.write_text(written)
        return 0
    if SCHEMA.read_text() == written:
        return 0
    print(f"{SCHEMA} is not what the code says; when it should be: .venv/bin/python tools/openapi.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
