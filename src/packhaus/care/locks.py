"""Every row lock of care: taking a note counts the order's open ones, so those of one order come one by one."""

ORDER = "ORDER BY o.id FOR NO KEY UPDATE OF o"
