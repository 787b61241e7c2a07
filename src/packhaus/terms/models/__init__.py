"""Terms."""

from packhaus.terms.models.term import Term

__all__ = ["Term"]
