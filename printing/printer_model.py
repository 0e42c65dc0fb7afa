"""The features of a receipt printer, as configured at a station."""

from dataclasses import dataclass

from printing.printout import PaperWidth

# The entries of the cheap 58 mm printers name CP858 twice and the library takes page 53; all understand 19.
_PROFILES = {PaperWidth.MM58: "Sunmi-V2", PaperWidth.MM80: "TM-T20II", PaperWidth.MM80_42: "TM-T20II-42col"}


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """Paper, QR codes and knife. With `native_qr` the printer draws a code itself, otherwise it receives a picture."""

    paper: PaperWidth = PaperWidth.MM80
    native_qr: bool = True
    cuts: bool = True

    @property
    def profile(self) -> str:
        """The entry of python-escpos' capability list. It must name the width in dots, which "default" does not."""
        return _PROFILES[self.paper]
