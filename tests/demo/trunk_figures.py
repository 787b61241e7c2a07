"""What the demo's days must come to, counted in the database after a clean run. Units, unless named otherwise."""

TWO_DAYS = {
    "orders": 276,
    "lines": 5154,
    "promised": 57949,
    "backordered": 322,
    "dispatched": 4114,
    "dispatched_units": 37975,
    "cartons": 575,
    "waves": 10,
    "shorts": 16,
    "cancel_matched": 5,
    "cancel_unmatched": 65,
    "cancelled_units": 6,
    "open_backorders": 328,
    "messages": 500,
    "movements": 18314,
}

ALL_DAYS: dict[str, int] = {}
