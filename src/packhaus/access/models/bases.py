"""Three classes of tables, and the key between two tables of one merchant.

Every model inherits exactly one of the first three (a test looks). `access.isolation` turns the class into policies,
grants and composite foreign keys after each migration.
"""

from typing import Any

from django.db import models


class MerchantOwned(models.Model):
    """Rows of one merchant: visible to its users and to the operator."""

    merchant_id = models.UUIDField()

    class Meta:
        abstract = True


class OperatorOwned(models.Model):
    """Rows of the operation itself: locations, waves, batches, manifests. Merchants see projections."""

    class Meta:
        abstract = True


class Shared(models.Model):
    """Reference rows that everybody reads."""

    class Meta:
        abstract = True


class OwnedForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key from one merchant-owned table to another that can't cross merchants.

    The database gets FOREIGN KEY (merchant_id, x_id) REFERENCES (merchant_id, id): the check of a plain foreign key
    bypasses row-level security and would accept another merchant's id.
    """

    def __init__(self, to: Any, **options: Any) -> None:
        options.setdefault("on_delete", models.PROTECT)
        options.setdefault("db_index", False)
        options["db_constraint"] = False
        super().__init__(to, **options)

    def deconstruct(self) -> Any:
        """Return how it is made, for migrations: Django leaves an index out as its own default, which is not ours."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "db_index": vars(self)["db_index"]}
