"""Imports."""

from packhaus.channels.models.import_run import ImportReject, ImportRun

__all__ = ["ImportReject", "ImportRun"]
