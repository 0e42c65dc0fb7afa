"""Control numbers: preprinted on the forms that documents are printed on."""

from domain.fiscal.series import NumberBlock


def control_number(block: NumberBlock, number: int) -> str:
    """The control number of the form that a document is printed on; empty when the medium has no forms."""
    return control_after(block.first_control, number - block.first)


def control_after(control: str, forms: int) -> str:
    """The control number a number of forms after another; empty when the medium has no forms."""
    if not control:
        return ""
    prefix, first = control.split("-")
    return f"{prefix}-{int(first) + forms:08d}"
