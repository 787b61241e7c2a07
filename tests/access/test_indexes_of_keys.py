"""What a model says is indexed has an index: one that is missing shows only when there are a million rows."""

import pytest
from django.apps import apps

from packhaus.kernel import rows

# The first columns of whole indexes: one with a condition does not find every row.
_FIRST_COLUMNS = """
SELECT c.relname, a.attname
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE i.indpred IS NULL
"""


@pytest.mark.django_db
def test_every_field_that_is_said_to_be_indexed_is() -> None:
    first = set(rows.fetch_tuples(_FIRST_COLUMNS))
    said = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model.__module__.startswith("packhaus.")
        for field in model._meta.local_fields
        if field.column and (getattr(field, "db_index", False) or field.unique)
    }
    assert len(said) > 50
    assert said <= first
