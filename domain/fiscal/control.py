"""Control numbers: preprinted on the forms that documents go on."""

from domain.fiscal.series import NumberBlock


def control_number(block: NumberBlock, number: int) -> str:
    """The preprinted number of the form a document goes on; empty when the medium has no forms."""
    return control_after(block.first_control, number - block.first)


def control_after(control: str, forms: int) -> str:
    """The preprinted number so many forms after another; empty when the medium has no forms."""
    if not control:
        return ""
    prefix, first = control.split("-")
    return f"{prefix}-{int(first) + forms:08d}"
