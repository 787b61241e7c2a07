"""People, companies and places."""

from packhaus.parties.models.blob import Blob
from packhaus.parties.models.company import Company
from packhaus.parties.models.contact import Address, Contact

__all__ = ["Address", "Blob", "Company", "Contact"]
