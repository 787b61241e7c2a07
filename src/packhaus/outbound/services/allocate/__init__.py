"""Promises become bins: three passes in a fixed number of statements, see each module."""

from packhaus.outbound.services.allocate.service import allocate_lines

__all__ = ["allocate_lines"]
