"""Schema and its isolation, always together: a table without its policy must never be served."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper

from packhaus.access.isolation import secure_database
from packhaus.kernel.postgres import ServerError

# Two processes that start at once migrate one after the other.
_LOCK = "SELECT pg_advisory_lock(hashtext('packhaus.migrate'))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('packhaus.migrate'))"

# Row-level security binds neither a superuser, nor a role with BYPASSRLS, nor the owner of a table. Asked as the owner.
_IS_BOUND = """
SELECT NOT (rolsuper OR rolbypassrls OR pg_has_role(oid, current_user, 'USAGE')) FROM pg_roles WHERE rolname = %s
"""


def migrate_database(*, verbosity: int = 0) -> None:
    """Migrate as the owner, derive policies, grants and triggers again, close the owner's connection.

    Raises: ServerError when row-level security would not bind the runtime role; nothing was changed.
    """
    owner = connections["owner"]
    runtime_role = str(settings.DATABASES["default"]["USER"])
    with owner.cursor() as cursor:
        _refuse_unbound(cursor, runtime_role)
        cursor.execute(_LOCK)
        call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
        secure_database(runtime_role=runtime_role)
        cursor.execute(_UNLOCK)
    owner.close()


def _refuse_unbound(cursor: CursorWrapper, runtime_role: str) -> None:
    cursor.execute(_IS_BOUND, [runtime_role])
    if cursor.fetchone() != (True,):
        raise ServerError(
            f"the role {runtime_role} of DATABASE_URL would see every merchant's rows: it must be neither the owner "
            "nor a superuser nor have BYPASSRLS (docs/operations/external-database.md)"
        )
