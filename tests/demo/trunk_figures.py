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

ALL_DAYS = {
    "orders": 1610,
    "lines": 41775,
    "promised": 351371,
    "backordered": 7888,
    "dispatched": 40946,
    "dispatched_units": 354643,
    "cartons": 5128,
    "waves": 98,
    "shorts": 99,
    "cancel_matched": 299,
    "cancel_unmatched": 429,
    "cancelled_units": 769,
    "open_backorders": 1004,
    "messages": 3912,
    "movements": 142620,
}
