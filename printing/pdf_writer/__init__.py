"""Printout to PDF: rolls as wide as the paper, one page a paper, and A4 sheets for reports.

Fonts are embedded, and nothing in a file depends on when it was made: equal printouts give equal bytes.
"""

from printing.pdf_writer.roll import write_roll
from printing.pdf_writer.sheet import write_sheet

__all__ = ["write_roll", "write_sheet"]
