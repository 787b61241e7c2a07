"""Shoppers: who they are and where they live, apart from everything that must be kept."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id


class Contact(MerchantOwned):
    """One version of how to reach a person. `forget` blanks it in place; ids elsewhere stay valid."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, default="")
    email = models.CharField(max_length=254, default="")
    phone = models.CharField(max_length=16, default="")
    language = models.CharField(max_length=2)
    reference = models.CharField(max_length=60, default="")
    created_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["merchant_id", "email"], name="contact_by_email"),
            # Contacts lie in the table as they came, so this one costs intake nothing.
            BrinIndex(fields=["created_at"], name="contact_by_age", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("language", ["en", "de", "id"]), name="contact_language_is_spoken_here"
            ),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=r"^\+[1-9][0-9]{4,14}$"),
                name="contact_phone_is_e164",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Address(MerchantOwned):
    """One version of a place to deliver to; locality levels are named per country by `parties.formats`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = OwnedForeignKey(Contact)
    lines = ArrayField(models.CharField(max_length=120))
    district = models.CharField(max_length=80, default="")
    subdistrict = models.CharField(max_length=80, default="")
    city = models.CharField(max_length=80)
    region = models.CharField(max_length=80, default="")
    postal_code = models.CharField(max_length=16, default="")
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    precision = models.CharField(max_length=8, default="country")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Addresses lie in the table as their contacts came: 50 kB of ranges stand for a B-tree of 30 MB a million,
            # and a new row looks none of them up. Several intervals a range: what is forgotten moves among the newest.
            BrinIndex(
                fields=["contact_id"],
                name="address_by_contact",
                autosummarize=True,
                opclasses=["uuid_minmax_multi_ops"],
                pages_per_range=256,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="address_country_is_iso_3166"
            ),
            models.CheckConstraint(
                condition=is_one_of("precision", ["postal", "place", "region", "country", "none"]),
                name="address_precision_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
