"""Which stops somebody walks for, said once for the statements that ask."""

STOP_IN_HAND = """
{stop}.status <> 'cancelled' AND ({stop}.status <> 'open' OR EXISTS (
    SELECT FROM outbound_pickbatch AS w WHERE w.id = {stop}.batch_id AND w.status <> 'open'))
"""
"""Condition of a stop: somebody walks for it or has been there. A stop is claimed with its walk, whose row says so."""
