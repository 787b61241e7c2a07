"""Refusals of stock.

ShortBalance      a location has fewer free units of a key than a move takes
StockPromised     a site would have fewer units than it has promised and holds in carts
CountStale        something was booked at the location since its count began
UnknownLocation   absent, or at another site
UnknownUnit       no open carton, pallet or tote is meant
UnitInItself      a unit would stand in itself, or in what stands in it
UnitTaken         a carton or pallet with this code is open elsewhere, or is somebody else's
LotNotFound       absent, or another merchant's
HoldNotFound      absent, or another merchant's
CountNotFound     there is no such count
CountTaken        somebody else counts it, or it is the other person's turn, or nothing of it is left to count
ClaimOver         the person who would hand work over is not at it any more
CountContradicted more was taken from a bin since its count than the count found there: count again
"""

from packhaus.kernel.errors import Conflict, NotFound


class ShortBalance(Conflict):
    code = "short_balance"


class StockPromised(Conflict):
    code = "stock_promised"


class UnitTaken(Conflict):
    code = "unit_taken"


class UnitInItself(Conflict):
    code = "unit_in_itself"


class UnknownUnit(NotFound):
    code = "unknown_unit"


class CountStale(Conflict):
    code = "count_stale"


class UnknownLocation(NotFound):
    code = "unknown_location"


class LotNotFound(NotFound):
    code = "lot_not_found"


class HoldNotFound(NotFound):
    code = "hold_not_found"


class CountNotFound(NotFound):
    code = "count_not_found"


class ClaimOver(Conflict):
    code = "claim_over"


class CountTaken(Conflict):
    code = "count_taken"


class CountContradicted(Conflict):
    code = "count_contradicted"
