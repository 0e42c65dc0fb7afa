"""To whom change by pago móvil goes, as text: what is typed into the program of a bank to send it."""

from domain.payments.payee import Payee
from pos_app.ui import wording
from pos_app.ui.banks import banks

_AFTER_COUNTRY, _AFTER_PREFIX = 3, 6
"""Of a Venezuelan number in E.164: +58 412 1234567."""


def payee_text(payee: Payee) -> str:
    """0412-1234567 · 0102 · Banco de Venezuela · V12345678, with the word for "to" before it."""
    name = next((bank.name for bank in banks() if bank.code == payee.bank), "")
    phone = f"0{payee.phone[_AFTER_COUNTRY:_AFTER_PREFIX]}-{payee.phone[_AFTER_PREFIX:]}"
    bank = wording.text("payment.bank", code=payee.bank, name=name) if name else payee.bank
    return wording.text("values.payee", phone=phone, bank=bank, document=payee.document)
