"""Schema and its isolation, always together: a table without its policy must never be served."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from packhaus.access.isolation import secure_database

# Two processes that start at once migrate one after the other.
_LOCK = "SELECT pg_advisory_lock(hashtext('packhaus.migrate'))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('packhaus.migrate'))"


def migrate_database(*, verbosity: int = 0) -> None:
    """Migrate as the owner, derive policies, grants and triggers again, close the owner's connection."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(_LOCK)
        call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
        secure_database(runtime_role=str(settings.DATABASES["default"]["USER"]))
        cursor.execute(_UNLOCK)
    owner.close()
