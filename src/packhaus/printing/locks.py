"""Every row lock of printing. Nothing else is locked under one: a job, its station and a series stand alone."""

CLAIMED_FIRST = "ORDER BY j.id FOR NO KEY UPDATE OF j SKIP LOCKED"
