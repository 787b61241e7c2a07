"""Transfers, their lines, what was picked for them."""

from packhaus.transfers.models.transfer import Transfer, TransferLine, TransferPicked

__all__ = ["Transfer", "TransferLine", "TransferPicked"]
