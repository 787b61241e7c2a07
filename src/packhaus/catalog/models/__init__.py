"""SKUs."""

from packhaus.catalog.models.compliance import SkuCompliance
from packhaus.catalog.models.sku import Barcode, KitComponent, Packaging, Sku
from packhaus.catalog.models.vas import VasOption, VasRule

__all__ = ["Barcode", "KitComponent", "Packaging", "Sku", "SkuCompliance", "VasOption", "VasRule"]
