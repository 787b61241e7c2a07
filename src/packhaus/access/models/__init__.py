"""Merchants, people, keys."""

from packhaus.access.models.api_key import ApiKey
from packhaus.access.models.bases import MerchantOwned, OperatorOwned, OwnedForeignKey, Shared
from packhaus.access.models.floor import FloorDevice, FloorPerson
from packhaus.access.models.lists import BulkRun, SavedView, ViewOrder
from packhaus.access.models.merchant import Merchant
from packhaus.access.models.second_factor import RecoveryCode, SecondFactor
from packhaus.access.models.sign_in_link import SignInLink
from packhaus.access.models.user import Membership, User

__all__ = [
    "ApiKey",
    "BulkRun",
    "FloorDevice",
    "FloorPerson",
    "Membership",
    "Merchant",
    "MerchantOwned",
    "OperatorOwned",
    "OwnedForeignKey",
    "RecoveryCode",
    "SavedView",
    "SecondFactor",
    "Shared",
    "SignInLink",
    "User",
    "ViewOrder",
]
