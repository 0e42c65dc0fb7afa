"""Printout to PDF: rolls with one page for each paper, and A4 sheets for reports.

Fonts are embedded, and no content depends on the time of writing: equal printouts give equal bytes.
"""

from printing.pdf_writer.roll import write_roll
from printing.pdf_writer.sheet import write_sheet

__all__ = ["write_roll", "write_sheet"]
