"""Stations, printers, jobs and plates."""

from packhaus.printing.models.job import PrintJob
from packhaus.printing.models.plate import Plate, PlateSeries
from packhaus.printing.models.station import Printer, Station

__all__ = ["Plate", "PlateSeries", "PrintJob", "Printer", "Station"]
