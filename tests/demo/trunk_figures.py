"""What the demo's days must come to, counted in the database after a clean run. Units, unless named otherwise.

Orders that go complete wait as a whole when a pick is short, so some of them stand in totes at the end of the days.
"""

TWO_DAYS = {
    "orders": 276,
    "lines": 5154,
    "promised": 57949,
    "backordered": 322,
    "dispatched": 4050,
    "dispatched_units": 37873,
    "cartons": 572,
    "waves": 10,
    "shorts": 16,
    "cancel_matched": 5,
    "cancel_unmatched": 65,
    "cancelled_units": 6,
    "open_backorders": 325,
    "messages": 495,
    "movements": 18194,
}

ALL_DAYS = {
    "orders": 1610,
    "lines": 41775,
    "promised": 351370,
    "backordered": 7889,
    "dispatched": 40843,
    "dispatched_units": 354488,
    "cartons": 5112,
    "waves": 95,
    "shorts": 99,
    "cancel_matched": 299,
    "cancel_unmatched": 429,
    "cancelled_units": 769,
    "open_backorders": 995,
    "messages": 3888,
    "movements": 142407,
}
