"""What a line of a delivery (l) still brings, and while its delivery (a) counts: the words of the queries about it."""

from packhaus.inbound.states import EXPECTING

UNITS_LEFT = "greatest(l.expected - l.received - l.damaged, 0)"
IS_EXPECTED = f"a.status IN {EXPECTING}"
