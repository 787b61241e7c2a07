"""Where a rule does not hold, and why. A path may end in `*`; an entry without effect is itself a finding."""

ALLOWED: dict[tuple[str, str], str] = {
    ("lock-outside-locks", "src/packhaus/orders/services/change/add_lines.py"): (
        "reserves conditionally: the lock and the change are one statement"
    ),
    ("lock-outside-locks", "src/packhaus/orders/services/free_units.py"): (
        "frees stock and moves counters in the statement that locks them"
    ),
    ("lock-outside-locks", "src/packhaus/inventory/services/move_allocated.py"): (
        "locks the source rows in the statement that moves them: a wave's picks are tens of thousands"
    ),
    ("lock-outside-locks", "src/packhaus/outbound/services/allocate/*"): (
        "windows must run over the rows that the same statement has locked"
    ),
    (
        "broad-except",
        "tests/concurrency/threads.py",
    ): "what a thread raises is handed to the test that started it",
    (
        "broad-except",
        "src/packhaus/kernel/lane.py",
    ): "raised again, and told to the threads whose work was done with it",
    (
        "broad-except",
        "src/packhaus/api/handler.py",
    ): "whatever an endpoint raises has an answer in the API's words, noted in the log",
    ("function-length", "tests/invariants/test_any_order_of_deeds.py"): (
        "hypothesis wants the rules of a machine inside one class body"
    ),
}
