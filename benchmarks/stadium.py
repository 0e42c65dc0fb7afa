"""The set-up file of a stadium of 60,000 numbered seats with one event, for benchmarks of large venues."""

ROWS, SEATS, SECTIONS_A_RING = 25, 60, 20
RINGS = ("Baja", "Alta")


def stadium() -> str:
    """The file's text: two rings of 20 sections around the field, each section 25 rows of 60 seats."""
    return "\n".join([
        "[[venue]]",
        'key = "estadio"',
        'name = "Estadio de prueba"',
        'address = "Caracas"',
        *(_section(ring, no) for ring in range(len(RINGS)) for no in range(SECTIONS_A_RING)),
        _EVENT,
    ])  # fmt: skip


def _section(ring: int, no: int) -> str:
    angle = (no + 0.5) * 360 / SECTIONS_A_RING - 180
    return f"""
[[venue.section]]
name = "{RINGS[ring]} {no + 1:02}"
rows = {ROWS}
seats = {SEATS}
centre = [190_000, 190_000]
radius = {115_000 + ring * (ROWS + 4) * 900}
angle = {angle}
aisles_after = [20, 40]
"""


_EVENT = """
[[event]]
key = "clasico"
venue = "estadio"
name = "Clásico de prueba"

[[event.zone]]
name = "Tribuna baja"
sections = ["Baja *"]
price = "20.00"

[[event.zone]]
name = "Tribuna alta"
sections = ["Alta *"]
price = "10.00"

[[event.ticket_type]]
name = "Adulto"

[[event.performance]]
day = 1
time = "19:00"
"""
