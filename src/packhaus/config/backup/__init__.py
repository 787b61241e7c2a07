"""Backups: one file with the database at one moment and the few files that are not in it, and the way back.

Source of the format: ADR 9. Any unzip program and any pg_restore of PostgreSQL 18 can open it without Packhaus.
"""
