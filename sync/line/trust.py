"""Whose certificates a station believes on its line to HQ: those of the system, and of one more authority if named.

HQ's answers are sealed with its own key besides, so a wrong certificate gains nobody a forged answer; it gains a look
at what is sold.
"""

import ssl

import truststore

from sync.line.hq_errors import CertificateNotTrusted, HqUnreachable


def context(authority: str = "") -> ssl.SSLContext:
    """TLS with the system's certificates, and those of a PEM file. Raises CertificateNotTrusted for a bad file."""
    made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if authority:
            made.load_verify_locations(authority)
    except OSError as error:  # ssl.SSLError is one
        raise CertificateNotTrusted("hq", f"{authority}: {error}") from error
    return made


def failure(url: str, error: Exception) -> CertificateNotTrusted | HqUnreachable:
    """Why no answer came: a certificate that is not believed is no matter of the network."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateNotTrusted("hq", f"{url}: {cause.verify_message}")
        cause = cause.__cause__ or cause.__context__
    return HqUnreachable("hq", f"{url}: {type(error).__name__}")
