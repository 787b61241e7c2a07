"""Projections for search."""

from packhaus.insight.models.search_key import SearchKey

__all__ = ["SearchKey"]
