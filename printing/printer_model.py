"""What a receipt printer can do, as set up at a station."""

from dataclasses import dataclass

from printing.printout import PaperWidth

# The entries of the cheap 58 mm printers name CP858 twice and the library takes page 53; all understand 19.
_PROFILES = {PaperWidth.MM58: "Sunmi-V2", PaperWidth.MM80: "TM-T20II", PaperWidth.MM80_42: "TM-T20II-42col"}


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """Paper, knife and QR: with `native_qr` the printer draws the code, otherwise it is sent a picture."""

    paper: PaperWidth = PaperWidth.MM80
    native_qr: bool = True
    cuts: bool = True

    @property
    def profile(self) -> str:
        """The entry of python-escpos' capability list: it must know the width in dots, so never "default"."""
        return _PROFILES[self.paper]
