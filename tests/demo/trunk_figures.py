"""What the demo's days must come to, counted in the database after a clean run. Units, unless named otherwise.

Orders that go complete wait as a whole when a pick is short, so some of them stand in totes at the end of the days.
"""

TWO_DAYS = {
    "orders": 276,
    "lines": 5154,
    "promised": 57949,
    "backordered": 322,
    "dispatched": 4050,
    "dispatched_units": 37870,
    "cartons": 573,
    "waves": 10,
    "shorts": 16,
    "cancel_matched": 5,
    "cancel_unmatched": 65,
    "cancelled_units": 6,
    "open_backorders": 328,
    "messages": 499,
    "movements": 18195,
}

ALL_DAYS = {
    "orders": 1610,
    "lines": 41775,
    "promised": 351371,
    "backordered": 7888,
    "dispatched": 40843,
    "dispatched_units": 354478,
    "cartons": 5124,
    "waves": 98,
    "shorts": 99,
    "cancel_matched": 299,
    "cancel_unmatched": 429,
    "cancelled_units": 770,
    "open_backorders": 1004,
    "messages": 3911,
    "movements": 142424,
}
