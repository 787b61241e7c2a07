"""What every test may ask for: databases, a standing cast, stock that must add up afterwards."""

pytest_plugins = [
    "tests.harness.fixtures",
    "tests.harness.cast",
    "tests.harness.stock",
    "tests.harness.counts",
]
