"""What the demo's days must come to, counted in the database after a clean run. Units, unless named otherwise.

Orders that go complete wait as a whole when a pick is short, so some of them stand in totes at the end of the days.
"""

TWO_DAYS = {
    "orders": 276,
    "lines": 5154,
    "promised": 57726,
    "backordered": 545,
    "dispatched": 4115,
    "dispatched_units": 37975,
    "cartons": 569,
    "waves": 7,
    "shorts": 6,
    "cancel_matched": 5,
    "cancel_unmatched": 65,
    "cancelled_units": 6,
    "open_backorders": 534,
    "messages": 502,
    "movements": 21003,
    "partner_requests": 3,
    "partner_accepted": 3,
    "partner_rejected": 1,
    "partner_sent": 3,
    "deliveries": 6,
    "received_units": 352642,
    "wrong_lines": 163,
    "put_away": 3584,
}

ALL_DAYS = {
    "orders": 1610,
    "lines": 41771,
    "promised": 351581,
    "backordered": 7671,
    "dispatched": 40966,
    "dispatched_units": 354709,
    "cartons": 5079,
    "waves": 86,
    "shorts": 99,
    "cancel_matched": 299,
    "cancel_unmatched": 429,
    "cancelled_units": 773,
    "open_backorders": 934,
    "messages": 3926,
    "movements": 142074,
    "partner_requests": 32,
    "partner_accepted": 29,
    "partner_rejected": 14,
    "partner_sent": 27,
}
