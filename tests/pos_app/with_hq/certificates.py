"""A private certificate authority, and its certificate for a server on this machine."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2090, 1, 1, tzinfo=UTC)


class Authority:
    """Certifies servers. `file` is the authority's own certificate, for those who trust it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._key = folder, generate_private_key(SECP256R1())
        self._name = _named(name)
        made = _certificate(self._name, self._name, self._key).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        identifier = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        self.file = folder / f"{name}.pem"
        made = made.add_extension(identifier, critical=False)
        self.file.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def certify(self, host: str, since: datetime = _FROM, until: datetime = _UNTIL) -> tuple[Path, Path]:
        """The files of a server's certificate and its key."""
        key = generate_private_key(SECP256R1())
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = (
            _certificate(_named(host), self._name, key, since, until)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(issuer, critical=False)
        )
        return _written(self._folder / host, made.sign(self._key, hashes.SHA256()), key)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def self_signed(folder: Path, host: str) -> tuple[Path, Path]:
    """The files of a server's certificate that no authority signed, and its key."""
    key = generate_private_key(SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    made = _certificate(_named(host), _named(host), key).add_extension(names, critical=False)
    return _written(folder / f"{host}-alone", made.sign(key, hashes.SHA256()), key)


def _written(at: Path, certificate: x509.Certificate, key: EllipticCurvePrivateKey) -> tuple[Path, Path]:
    files = at.with_suffix(".crt"), at.with_suffix(".key")
    files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, since: datetime = _FROM,
    until: datetime = _UNTIL,
) -> x509.CertificateBuilder:  # fmt: skip
    return x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), since, until)
