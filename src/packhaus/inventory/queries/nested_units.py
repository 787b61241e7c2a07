"""Units that stand in units."""

DEEPEST = 10

WITHIN = f"""
WITH RECURSIVE within AS (
    SELECT u.id, 0 AS depth FROM inventory_handlingunit AS u WHERE u.id = ANY(%(unit_ids)s::uuid[])
    UNION ALL
    SELECT u.id, w.depth + 1 FROM inventory_handlingunit AS u JOIN within AS w ON u.parent_id = w.id
    WHERE u.is_open AND w.depth < {DEEPEST}
)
"""  # noqa: S608 - constants
"""The beginning of a statement about these units and all open ones in them: `within`, by id."""
