"""The end of the day in the first act: X, the blind count, Z."""

from pos_app.demo.scene import Scene
from pos_app.services.till import shifts, till_reports
from pos_app.ui import wording


def read_x(scene: Scene) -> None:
    """Read X; the day goes on."""
    scene.player.press("F7")
    scene.player.until_sees(wording.text("shift.title_none"))
    scene.player.press("F6")
    scene.player.until_sees(wording.text("shift.report_x", number=1))
    scene.player.picture("x")
    scene.player.narrate(wording.text("demo.x_read"))


def count_and_close(scene: Scene) -> None:
    """Count the notes in the drawer blind, and close the shift; some céntimos remain as a difference."""
    scene.player.press("F8")
    scene.player.until_sees(wording.text("shift.title_count"))
    for quantity in scene.notes_in_drawer():
        scene.player.write(str(quantity))
        scene.player.press("Tab")
    scene.player.picture("count")
    scene.player.confirm()
    scene.player.until_sees(wording.text("shift.counted", ordinal=1))
    scene.player.confirm()
    scene.player.until_sees(wording.text("shift.title_explain"))
    scene.player.write(wording.text("demo.difference_reason"))
    scene.player.confirm()
    scene.player.until(lambda: shifts.current(scene.station) is None, "closed")
    scene.player.until_sees(wording.text("shift.title_closed"))
    scene.player.narrate(wording.text("demo.closed"))


def take_z(scene: Scene) -> None:
    """The supervisor takes the Z."""
    scene.player.confirm()
    scene.player.until_sees(wording.text("shift.coming_z", number=1))
    scene.player.confirm()
    scene.player.until_sees(wording.text("approval.title"))
    scene.player.write(scene.supervisor.pin)
    scene.player.press("Return")
    scene.player.until(lambda: till_reports.last_z(scene.station) is not None, "z")
    scene.player.until_sees(wording.text("shift.report_z", number=1))
    scene.player.picture("z")
    scene.player.narrate(wording.text("demo.z_taken", name=scene.supervisor.name))
