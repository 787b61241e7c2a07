"""Foreign-key checks bypass row-level security, so a key between two rows of a merchant must carry the merchant."""

from typing import TypeAlias

import pytest
from django.apps import apps
from django.db import connections, models

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey, Shared

# Quoted: Django's fields are generic only for the type checker.
Field: TypeAlias = "models.Field[object, object]"
CLASSES = (MerchantOwned, OperatorOwned, Shared)

KEYS_SQL = """
SELECT conrelid::regclass::text,
       ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute ON attrelid = conrelid AND attnum = k.number ORDER BY place)
FROM pg_constraint WHERE contype = 'f'
"""


def list_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("packhaus.")]


def list_keys_within_a_merchant() -> list[tuple[str, Field]]:
    return [
        (model._meta.db_table, field)
        for model in list_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and is_owned(model) and is_owned(field.related_model)
    ]


def is_owned(model: object) -> bool:
    return isinstance(model, type) and issubclass(model, MerchantOwned)


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model._meta.label)
def test_every_table_says_whose_rows_it_holds(model: type[models.Model]) -> None:
    assert sum(issubclass(model, kind) for kind in CLASSES) == 1


@pytest.mark.parametrize(("table", "field"), list_keys_within_a_merchant(), ids=str)
def test_a_key_within_a_merchant_is_declared_as_such(table: str, field: Field) -> None:
    assert isinstance(field, OwnedForeignKey)


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_database_backs_every_key_within_a_merchant() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(KEYS_SQL)
        found = {(table, tuple(columns)) for table, columns in cursor.fetchall()}
    wanted = {(table, ("merchant_id", field.column)) for table, field in list_keys_within_a_merchant()}
    assert wanted - found == set()
