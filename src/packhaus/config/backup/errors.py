"""Refusals of backups.

BackupFailed      a program of PostgreSQL could not do its part; its last words are told
NoBackup          the file is no backup, is damaged, or was made by a newer Packhaus
DatabaseHoldsData what is there would be lost; --force says that it may
TargetExists      a file of this name is there already
"""

from http import HTTPStatus

from packhaus.kernel.errors import Conflict, DomainError, NotFound


class BackupFailed(DomainError):
    """Nothing was left behind."""

    code = "backup_failed"
    status = HTTPStatus.INTERNAL_SERVER_ERROR


class NoBackup(NotFound):
    """Nothing was changed."""

    code = "no_backup"


class DatabaseHoldsData(Conflict):
    """Nothing was changed."""

    code = "database_holds_data"


class TargetExists(Conflict):
    """Nothing was written."""

    code = "target_exists"
