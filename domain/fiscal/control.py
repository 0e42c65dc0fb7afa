"""Control numbers: preprinted on the forms that documents are printed on."""

from domain.fiscal.forms import control_after
from domain.fiscal.series import NumberBlock


def control_number(block: NumberBlock, number: int) -> str:
    """The control number of the form that a document is printed on; empty when the medium has no forms."""
    return control_after(block.first_control, number - block.first)
