"""What addresses and forms carry."""

from uuid import UUID


def read_uuid(text: str) -> UUID | None:
    """Read an id of an address or form; what is none is nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
