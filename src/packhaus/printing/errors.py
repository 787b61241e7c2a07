"""Refusals of printing.

StationNotFound    absent, or not the operator who asks
PrinterNotFound    absent, or of another station
JobNotFound        absent, or not the operator who asks
PlateNotFound      neither printed here nor on a carton or pallet that stands here
OtherLabel         a label was scanned that is not the one that was printed
NoPrinter          the station has no printer with that paper in it
ClaimLost          the job is another agent's, or a person decided about it meanwhile
NotPrintable       what the job prints is gone
"""

from packhaus.kernel.errors import Conflict, NotFound


class StationNotFound(NotFound):
    code = "station_not_found"


class PrinterNotFound(NotFound):
    code = "printer_not_found"


class JobNotFound(NotFound):
    code = "print_job_not_found"


class PlateNotFound(NotFound):
    code = "plate_not_found"


class OtherLabel(Conflict):
    code = "other_label"


class NoPrinter(Conflict):
    code = "no_printer"


class ClaimLost(Conflict):
    code = "claim_lost"


class NotPrintable(NotFound):
    code = "not_printable"
