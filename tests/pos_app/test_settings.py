"""The profile's settings: every problem of the file is reported at once."""

import socket
from pathlib import Path

import pytest

from pos_app import running
from pos_app.settings import (
    FILE_NAME,
    BadSettings,
    PrinterKind,
    PrinterQuestions,
    PrinterSettings,
    Settings,
    endpoint,
    read,
    write,
)
from pos_app.vault import VaultKind
from printing.devices import NetworkPrinter


def given(profile: Path, content: str) -> Path:
    (profile / FILE_NAME).write_text(content, encoding="utf-8")
    return profile


def test_a_profile_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()
    assert Settings().vault is VaultKind.KEYRING


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    printer = PrinterSettings(PrinterKind.NETWORK, "192.168.1.50:9100", 42, True, PrinterQuestions.NONE)
    forms_printer = PrinterSettings(PrinterKind.FILE, "/dev/usb/lp1")
    settings = Settings(VaultKind.PASSWORD, "en", "contrast", printer, forms_printer)
    write(tmp_path / "new", settings)
    assert read(tmp_path / "new") == settings


@pytest.mark.parametrize("address", ['C:\\impresoras\\"uno"', "/dev/usb/lp0", "ñandú:9100", "a\tb"])
def test_an_address_reads_back_whatever_is_in_it(tmp_path: Path, address: str) -> None:
    settings = Settings(printer=PrinterSettings(PrinterKind.FILE, address))
    write(tmp_path, settings)
    assert read(tmp_path) == settings


def test_settings_may_say_only_what_differs(tmp_path: Path) -> None:
    assert read(given(tmp_path, '[printer]\nkind = "virtual"\n')) == Settings(
        printer=PrinterSettings(PrinterKind.VIRTUAL)
    )


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    content = """
vault = "drawer"
language = "fr"
colour = "red"
theme = 3
[printer]
kind = "laser"
columns = 40
address = 9100
image_codes = "yes"
speed = 1
status = "always"
[scanner]
port = 1
"""
    with pytest.raises(BadSettings) as caught:
        read(given(tmp_path, content))
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        *("vault", "language", "colour", "theme", "printer.kind", "printer.columns", "printer.address"),
        *("printer.image_codes", "printer.speed", "printer.status", "scanner.port"),
    ]


@pytest.mark.parametrize("content", ["vault = ", "[printer", "\x00", 'vault = "open"\nvault = "open"'])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadSettings):
        read(given(tmp_path, content))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes('language = "español"'.encode("latin-1"))
    with pytest.raises(BadSettings):
        read(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "printer = 3",
        "printer.image_codes = 1",
        "printer.columns = 48.0",
        "printer.columns = true",
        "vault = []",
        "vault = {kind = 1}",
        "language = 1979-05-27",
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadSettings):
        read(given(tmp_path, content))


@pytest.mark.parametrize("address", ["", ":9100", "10.0.0.7:impresora", "10.0.0.7:0", "10.0.0.7:65536", "10.0.0.7:9:1"])
def test_a_network_printer_has_a_host_and_a_port(tmp_path: Path, address: str) -> None:
    profile = given(tmp_path, f'[printer]\nkind = "network"\naddress = "{address}"\n')
    with pytest.raises(BadSettings) as refused:
        read(profile)
    assert refused.value.problems == (f"printer.address: {address!r} is no host:port",)


@pytest.mark.parametrize("address", ["10.0.0.7", "10.0.0.7:9100", "impresora.local:65535"])
def test_a_network_printer_may_leave_out_the_usual_port(tmp_path: Path, address: str) -> None:
    profile = given(tmp_path, f'[printer]\nkind = "network"\naddress = "{address}"\n')
    assert read(profile).printer.address == address


def test_the_file_of_an_authority_is_looked_for_in_the_profile_unless_its_path_is_absolute(tmp_path: Path) -> None:
    assert read(given(tmp_path, 'hq_ca = "hq.pem"')).hq_ca == str(tmp_path / "hq.pem")
    assert read(given(tmp_path, 'hq_ca = "/etc/ssl/hq.pem"')).hq_ca == "/etc/ssl/hq.pem"
    with pytest.raises(BadSettings):
        read(given(tmp_path, "hq_ca = true"))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.7", ("10.0.0.7", 9100)),
        ("impresora.local:65535", ("impresora.local", 65535)),
        ("[fe80::1]:9200", ("fe80::1", 9200)),
        ("[fe80::1%eth0]", ("fe80::1%eth0", 9100)),
        ("fe80::1", None),
        ("[fe80::1", None),
        ("[]:9100", None),
        (" 10.0.0.7", None),
        ("", None),
    ],
)
def test_an_address_of_a_printer_has_a_host_and_a_port(address: str, place: tuple[str, int] | None) -> None:
    assert endpoint(address) == place


@pytest.mark.parametrize("other", ["", 'kind = "none"', 'kind = "file"\naddress = "/dev/usb/lp1"'])
def test_a_printer_of_forms_needs_another_one_beside_it(tmp_path: Path, other: str) -> None:
    content = f'[printer]\n{other}\n[forms_printer]\nkind = "file"\naddress = "/dev/usb/lp1"\n'
    with pytest.raises(BadSettings) as refused:
        read(given(tmp_path, content))
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["forms_printer"]


def test_language_and_theme_are_written_only_once_somebody_chose_them(tmp_path: Path) -> None:
    write(tmp_path, Settings())
    assert not {"language", "theme"} & {line.split(" ")[0] for line in (tmp_path / FILE_NAME).read_text().splitlines()}
    write(tmp_path, Settings(language="en", theme="contrast"))
    assert (read(tmp_path).language, read(tmp_path).theme) == ("en", "contrast")


def test_an_ipv6_printer_is_reached(tmp_path: Path) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]
        profile = given(tmp_path, f'[printer]\nkind = "network"\naddress = "[::1]:{port}"\n')
        device = running.device_of(read(profile).printer)
        assert isinstance(device, NetworkPrinter)
        socket.create_connection((device.host, device.port)).close()
        server.accept()[0].close()


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    profile = given(tmp_path, '\ufefflanguage = "en"\n')
    assert read(profile).language == "en"
