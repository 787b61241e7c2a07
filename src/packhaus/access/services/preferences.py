"""How a person wants to see Packhaus, kept with the sign-in so that the next browser knows it too."""

from uuid import UUID

from packhaus.access.models import User


def save_preferences(
    *,
    user_id: UUID,
    language: str | None = None,
    theme: str | None = None,
    density: str | None = None,
    has_shortcuts: bool | None = None,
) -> None:
    """Keep what was chosen; None leaves the rest as it was. The caller has checked the values. Queries: 0 or 1."""
    chosen = {"language": language, "theme": theme, "density": density, "has_shortcuts": has_shortcuts}
    changes = {name: value for name, value in chosen.items() if value is not None}
    if changes:
        User.objects.filter(id=user_id).update(**changes)
