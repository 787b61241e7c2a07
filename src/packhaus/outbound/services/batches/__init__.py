"""Walks: one person, one cart, up to so many totes."""

from packhaus.outbound.services.batches.build import build_batches
from packhaus.outbound.services.batches.claim import claim_batch, return_batch

__all__ = ["build_batches", "claim_batch", "return_batch"]
