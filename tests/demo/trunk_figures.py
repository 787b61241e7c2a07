"""What the demo's days must come to, counted in the database after a clean run. Units, unless named otherwise.

Of the movements, 27 put cartons, paper and leaflets at packing places before the first day; those that use them
up are not counted, since they are booked for as many parcels as come together.

Since the second merchant asks for fresh goods in Switzerland, its one order from there (K-5022, day 6) is promised 4 of
its 8 units at once, and other orders get those 4. Such an order is placed by itself, which may leave a number of ours
unused; nothing is drawn by our numbers, so nobody else's order changes with it.

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
    "messages": 501,
    "movements": 21021,
    "partner_requests": 3,
    "partner_accepted": 2,
    "partner_rejected": 1,
    "partner_sent": 2,
    "deliveries": 6,
    "received_units": 352642,
    "wrong_lines": 163,
    "put_away": 3584,
    "cost": 4817.02,
    "cost_next_best": 8176.85,
    "cost_shipments": 195,
}

ALL_DAYS = {
    "orders": 1611,
    "lines": 41777,
    "promised": 351473,
    "backordered": 7790,
    "dispatched": 40970,
    "dispatched_units": 354720,
    "cartons": 5126,
    "waves": 87,
    "shorts": 99,
    "cancel_matched": 299,
    "cancel_unmatched": 429,
    "cancelled_units": 773,
    "open_backorders": 934,
    "messages": 4052,
    "movements": 145852,
    "partner_requests": 33,
    "partner_accepted": 29,
    "partner_rejected": 12,
    "partner_sent": 27,
    "deliveries": 26,
    "received_units": 438892,
    "wrong_lines": 191,
    "put_away": 4483,
    "cost": 31551.35,
    "cost_next_best": 67353.69,
    "cost_shipments": 1131,
}
