"""Terms, registrations and the laws that ask for them, and how long units must last for whom."""

from packhaus.terms.models.registration import GateRule, Registration, RegistrationReminder
from packhaus.terms.models.shelf_rule import ShelfRule
from packhaus.terms.models.term import Term

__all__ = ["GateRule", "Registration", "RegistrationReminder", "ShelfRule", "Term"]
