"""The sales of the first act: sign-in, general admission, seats, a copy, a paper roll that ends."""

from pos_app.demo.scene import Scene
from pos_app.services.till import shifts
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording


def sign_in(scene: Scene) -> None:
    """The cashier signs in by PIN."""
    scene.player.until_sees(scene.cashier.name)
    scene.player.press("F1")
    scene.player.write(scene.cashier.pin)
    scene.player.picture("sign-in")
    scene.player.press("Return")
    scene.player.until_sees(wording.text("shift.title_open"))
    scene.player.narrate(wording.text("demo.signed_in", name=scene.cashier.name))


def open_shift(scene: Scene) -> None:
    """Open the till with a float in two currencies."""
    scene.player.write("20000")
    scene.player.press("Tab")
    scene.player.write("100")
    scene.player.picture("float")
    scene.player.press("F12")
    scene.player.until(lambda: shifts.current(scene.station) is not None, "shift")
    scene.player.until_sees("Noche de Gaitas y Tambores")
    scene.player.narrate(wording.text("demo.shift_opened", ves="Bs. 20.000,00", usd="US$ 100,00"))


def sell_general(scene: Scene) -> None:
    """Sell two places in the stands for exact cash: six keys from here to the change."""
    scene.player.press("PgDown")
    scene.player.until_sees("Gradas altas")
    scene.player.press("1", "2")
    scene.player.until_sees("US$ 23,00")
    scene.player.picture("sell")
    scene.player.press("F12")
    scene.player.until_sees(wording.text("payment.title"))
    scene.player.press("F1", "=")
    scene.player.picture("payment-general")
    scene.sold(lambda: scene.player.press("F12"))
    scene.player.picture("done-general")
    scene.player.narrate(wording.text("demo.sold", number=scene.last_number(), what="2 x Gradas altas"))


def sell_seats(scene: Scene) -> None:
    """Sell three adjacent seats for pago móvil and dollars, with change in dollars and bolívares."""
    begin_next_sale(scene)
    scene.player.until_sees("Gradas altas")
    scene.player.press("PgUp")
    scene.player.until_sees("Patio central 1")
    scene.player.press("F6")
    scene.player.until_sees(wording.text("seat_map.best"), "Patio central 1 · desde US$")
    scene.player.press("F3", "F5")
    scene.player.until_sees("A-5, A-6, A-7")
    scene.player.picture("seat-map")
    scene.player.press("F12")
    scene.player.until_sees(wording.text("sell.cart"), "US$ 141,00")  # the map shows the same total
    scene.player.picture("cart")
    scene.player.press("F12")
    scene.player.until_sees(wording.text("payment.title"))
    _pay_mixed(scene)
    scene.player.picture("payment-mixed")
    scene.sold(lambda: scene.player.press("F12"))
    scene.player.picture("done-seats")
    scene.player.narrate(
        wording.text("demo.sold", number=scene.last_number(), what="3 x Patio central 1 · A-5, A-6, A-7")
    )
    scene.player.narrate(wording.text("demo.change", change=scene.last_change()))


def begin_next_sale(scene: Scene) -> None:
    """Leave the finished sale, which names its zones too: what is on the sell screen only is waited for."""
    scene.player.press("Return")
    scene.player.until_sees(wording.text("sell.cart"), wording.text("sell.search"))


def _pay_mixed(scene: Scene) -> None:
    player = scene.player
    player.press("F3")
    for what in ("42850,29", "0102", "04141234567", "00451234"):
        player.write(what)
        player.press("Return")
    player.until_sees("00451234")
    player.press("F2")
    player.write("100")
    player.press("Return")
    player.press("F7")
    player.until_sees(wording.text("payment.change"))


def reprint(scene: Scene) -> None:
    """Print a copy of the last document, counted and marked."""
    scene.printed()
    before = scene.states(JobState.PRINTED)
    scene.player.press("R", "F5")
    scene.player.until(lambda: scene.states(JobState.PRINTED) > before, "copy")
    scene.player.narrate(wording.text("demo.reprinted", number=scene.last_number()))


def run_out_of_paper(scene: Scene) -> None:
    """Let the roll end between two papers of a job; the rest waits, and is printed when the roll is replaced."""
    begin_next_sale(scene)
    scene.player.until_sees("Patio central 1")
    scene.player.press("PgDown")
    scene.player.until_sees("Gradas altas")
    scene.player.press("1", "5")
    scene.player.until_sees("US$ 57,50")
    scene.player.press("F12")
    scene.player.until_sees(wording.text("payment.title"))
    scene.player.press("F1", "=")
    scene.roll.ends_after(2)
    scene.sold(lambda: scene.player.press("F12"))
    scene.player.until(lambda: scene.states(JobState.BLOCKED) == 1, "paper out")
    scene.player.until_sees(wording.text("printer.cause.paper_out"))
    before = scene.roll.papers
    scene.player.picture("paper-out")
    scene.player.narrate(wording.text("demo.paper_out", number=scene.last_number()))
    scene.roll.is_replaced()
    scene.printed()
    scene.player.narrate(wording.text("demo.paper_back", papers=scene.roll.papers - before))
