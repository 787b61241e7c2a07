"""How else a part of an order could travel: a dry run over services and sites, nothing locked or written."""

from packhaus.orders.services.ways.find import LOOKED_AT, PartWays, SiteWay, find_ways, list_risks

__all__ = ["LOOKED_AT", "PartWays", "SiteWay", "find_ways", "list_risks"]
