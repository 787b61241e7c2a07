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
    "cartons": 569,
    "waves": 8,
    "shorts": 16,
    "cancel_matched": 5,
    "cancel_unmatched": 65,
    "cancelled_units": 6,
    "open_backorders": 325,
    "messages": 496,
    "movements": 18158,
    "partner_requests": 3,
    "partner_accepted": 3,
    "partner_rejected": 1,
    "partner_sent": 3,
}

ALL_DAYS = {
    "orders": 1610,
    "lines": 41771,
    "promised": 351419,
    "backordered": 7833,
    "dispatched": 40134,
    "dispatched_units": 352313,
    "cartons": 5021,
    "waves": 86,
    "shorts": 98,
    "cancel_matched": 299,
    "cancel_unmatched": 429,
    "cancelled_units": 1131,
    "open_backorders": 1192,
    "messages": 3913,
    "movements": 139546,
    "partner_requests": 32,
    "partner_accepted": 29,
    "partner_rejected": 14,
    "partner_sent": 27,
}
