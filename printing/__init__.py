"""Paper: from values to a printout, to ESC/POS bytes or a PDF, and the devices."""
