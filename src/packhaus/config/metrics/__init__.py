"""What Prometheus is told: durations of requests, and what the database knows. Never anything of a merchant's."""
