"""Whose certificates a station believes on its line to HQ: those of the system, and of one more authority if named.

HQ's answers are sealed with its own key besides, so a wrong certificate gains nobody a forged answer; it gains a look
at what is sold.
"""

import ssl

import truststore

from sync.line.hq_errors import CertificateFlaw, CertificateNotTrusted, HqUnreachable

_FLAWS = {
    # OpenSSL, X509_V_ERR_*
    9: CertificateFlaw.NOT_YET_VALID,
    10: CertificateFlaw.EXPIRED,
    18: CertificateFlaw.SELF_SIGNED,
    19: CertificateFlaw.UNKNOWN_AUTHORITY,
    20: CertificateFlaw.UNKNOWN_AUTHORITY,
    21: CertificateFlaw.UNKNOWN_AUTHORITY,
    62: CertificateFlaw.OTHER_NAME,
    64: CertificateFlaw.OTHER_NAME,
    # Windows, CERT_E_*: one code for before and after its time
    0x800B0101: CertificateFlaw.EXPIRED,
    0x800B0109: CertificateFlaw.UNKNOWN_AUTHORITY,
    0x800B010A: CertificateFlaw.UNKNOWN_AUTHORITY,
    0x800B010F: CertificateFlaw.OTHER_NAME,
    # macOS, errSec*
    -67818: CertificateFlaw.EXPIRED,
    -67819: CertificateFlaw.NOT_YET_VALID,
    -67602: CertificateFlaw.OTHER_NAME,
    -67843: CertificateFlaw.UNKNOWN_AUTHORITY,
}
"""`verify_code` as each system's verification gives it; what is not listed is `UNCHECKED`."""


def context(authority: str = "") -> ssl.SSLContext:
    """TLS with the system's certificates, and those of a PEM file. Raises CertificateNotTrusted for a bad file."""
    made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if authority:
            made.load_verify_locations(authority)
    except OSError as error:  # ssl.SSLError is one
        flaw = CertificateFlaw.UNREADABLE_AUTHORITY
        raise CertificateNotTrusted("hq", f"{authority}: {error}", flaw=flaw) from error
    return made


def failure(url: str, error: Exception) -> CertificateNotTrusted | HqUnreachable:
    """Why no answer came: a certificate that is not believed is no matter of the network."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            flaw = _FLAWS.get(cause.verify_code, CertificateFlaw.UNCHECKED)
            return CertificateNotTrusted("hq", f"{url}: {cause.verify_message}", flaw=flaw)
        cause = cause.__cause__ or cause.__context__
    return HqUnreachable("hq", f"{url}: {type(error).__name__}")
