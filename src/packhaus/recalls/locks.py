"""Every row lock of recalls, as the end of the statement that takes it. A recall comes before everything it touches."""

RECALL = "ORDER BY r.id FOR NO KEY UPDATE OF r"
