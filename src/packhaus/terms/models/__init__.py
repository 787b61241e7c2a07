"""Terms, registrations, and the laws that ask for them."""

from packhaus.terms.models.registration import GateRule, Registration
from packhaus.terms.models.term import Term

__all__ = ["GateRule", "Registration", "Term"]
