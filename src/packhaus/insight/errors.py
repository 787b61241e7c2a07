"""Refusals of insight.

DomainError
  SubjectUnknown      nobody is known by these marks (404)
  SubjectHasOpenOrders  somebody who still waits for parcels can't be forgotten (409); names the orders
"""

from typing import ClassVar

from packhaus.kernel.errors import Conflict, NotFound


class SubjectUnknown(NotFound):
    """No contact of this merchant fits, or all that fit are forgotten."""

    code: ClassVar[str] = "subject_unknown"


class SubjectHasOpenOrders(Conflict):
    """The address is needed until the last parcel has left: ship or cancel first."""

    code: ClassVar[str] = "subject_has_open_orders"
