"""After the sale in the first act: a family of five comes back with two tickets."""

from pos_app.demo import selling
from pos_app.demo.scene import Scene
from pos_app.services.documents import documents
from pos_app.ui import wording


def give_back_two(scene: Scene) -> None:
    """Refund two of the five tickets of the last sale in cash: mark them, confirm, the supervisor approves."""
    number = scene.last_number()
    before = len(documents.find(scene.station, ""))
    scene.player.press("F7")
    scene.player.until_sees(wording.text("refund.tickets"), number)
    scene.player.press("Space", "Down", "Space")
    scene.player.until_sees(wording.text("refund.marked", count=2))
    scene.player.picture("refund")
    scene.player.press("F12")
    scene.player.until_sees(wording.text("approval.title"))
    scene.player.write(scene.supervisor.pin)
    scene.player.press("Return")
    scene.player.until(lambda: len(documents.find(scene.station, "")) > before, "credit note")
    scene.player.until_sees(wording.text("refund.hand_over"))
    scene.printed()
    scene.player.picture("refund-made")
    note = next(match.number for match in documents.find(scene.station, number) if match.number != number)
    scene.player.narrate(wording.text("demo.refunded", number=number, note=note))
    scene.player.press("Esc")
    scene.player.until_sees(wording.text("documents.reprint"), note)
    scene.player.picture("history")
    scene.player.press("Esc")
    scene.player.until_sees(wording.text("done.next"))
    selling.begin_next_sale(scene)
