"""Refusals of stock.

ShortBalance      a location has fewer free units of a key than a move takes
StockPromised     a site would have fewer units than it has promised and holds in carts
CountStale        something was booked at the location since its count began
UnknownLocation   absent, or at another site
UnitTaken         a carton or pallet with this code is open elsewhere, or is somebody else's
HoldNotFound      absent, or another merchant's
"""

from packhaus.kernel.errors import Conflict, NotFound


class ShortBalance(Conflict):
    code = "short_balance"


class StockPromised(Conflict):
    code = "stock_promised"


class UnitTaken(Conflict):
    code = "unit_taken"


class CountStale(Conflict):
    code = "count_stale"


class UnknownLocation(NotFound):
    code = "unknown_location"


class HoldNotFound(NotFound):
    code = "hold_not_found"
