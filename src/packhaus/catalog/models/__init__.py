"""SKUs."""

from packhaus.catalog.models.compliance import SkuCompliance
from packhaus.catalog.models.sku import Barcode, KitComponent, Packaging, Sku

__all__ = ["Barcode", "KitComponent", "Packaging", "Sku", "SkuCompliance"]
