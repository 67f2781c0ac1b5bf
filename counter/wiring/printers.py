"""The printers the settings ask for: the receipt printer of the window, and the folder that office papers go to."""

from datetime import UTC, datetime

from counter.platform.folders import Home
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.settings import MachineSettings, PrinterSettings
from printing.connect import connect
from printing.form import A4, CONTINUOUS_HALVES, FORMS, PdfForm, preprinted
from printing.printers import PdfPrinter, Printer, ThermalPrinter
from printing.profile import FontFiles, ThermalProfile

FONTS = FontFiles(FONT_REGULAR, FONT_BOLD)


def thermal_profile(settings: PrinterSettings) -> ThermalProfile:
    """Return how receipts are laid out on the printer of the settings, also for previews."""
    return ThermalProfile(columns=settings.columns, encoding=settings.encoding, native_qr=settings.native_qr)


def receipt_printer(settings: MachineSettings, home: Home) -> Printer:
    """Return the window's printer. Raises PrinterSettingWrong."""
    printer = settings.printer
    transport = connect(printer.kind, printer.port, columns=printer.columns, fonts=FONTS, baud=printer.baud)
    if printer.form == "thermal":
        pin = printer.drawer_pin if printer.has_drawer else 0
        return ThermalPrinter(thermal_profile(printer), transport, FONTS, home.cache, pin)
    form = _form(printer)
    if printer.kind == "file":
        return PdfPrinter(form, FONTS, _now, folder=home.papers)
    return PdfPrinter(form, FONTS, _now, transport=transport)


def office_printer(home: Home) -> Printer:
    """Return what takes remittance slips and the Z as PDF: a folder beside the books."""
    return PdfPrinter(A4, FONTS, _now, folder=home.papers)


def _form(printer: PrinterSettings) -> PdfForm:
    """Return the sheet of a page printer; the offsets are tenths of a millimetre and move what is printed on stock."""
    if printer.form == "preprinted":
        from printing.stock import RECEIPT_STOCK

        return preprinted(CONTINUOUS_HALVES, RECEIPT_STOCK.moved(printer.offset_x / 10, printer.offset_y / 10))
    return FORMS[printer.form]


def _now() -> datetime:
    return datetime.now(UTC)
