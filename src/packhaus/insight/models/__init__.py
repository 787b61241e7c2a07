"""Projections for search, and when the installation was last looked after."""

from packhaus.insight.models.last_run import LastRun
from packhaus.insight.models.search_key import SearchKey

__all__ = ["LastRun", "SearchKey"]
