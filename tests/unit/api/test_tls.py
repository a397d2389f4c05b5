"""Certificates: read for https alone, once for an account, and checked."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from binom_desktop.api.client import AccountClient
from binom_desktop.errors import Offline
from tests.unit.api.account_answers import ACCOUNT, KEY, QUICK, in_turn, json_answer
from tests.unit.api.http_peer import HttpPeer

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, signed by nobody else, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


def serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class Readings:
    """Reads the trusted certificates, and counts how often."""

    def __init__(self, trusted: Path | None = None) -> None:
        self.count = 0
        self._trusted = trusted

    def __call__(self) -> ssl.SSLContext:
        self.count += 1
        return ssl.create_default_context(cafile=self._trusted)


async def test_certificates_are_read_once_for_calls_and_the_live_connection(certificate: Path) -> None:
    read = Readings(certificate)
    async with HttpPeer(in_turn(json_answer(ACCOUNT)), tls=serving(certificate)) as server:
        assert server.origin.startswith("https://")
        client = AccountClient(server=server.origin, key=lambda: KEY, timings=QUICK, tls=read)
        await client.account()
        await client.account()
        assert await client.tls() is await client.tls()
        await client.aclose()
    assert read.count == 1
    assert [request.bearer for request in server.requests] == [KEY, KEY]


async def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    async with HttpPeer(in_turn(json_answer(ACCOUNT)), tls=serving(certificate)) as server:
        client = AccountClient(server=server.origin, key=lambda: KEY, timings=QUICK, tls=Readings())
        with pytest.raises(Offline, match="certificate can't be trusted"):
            await client.account()
        await client.aclose()
    assert server.requests == []


async def test_plain_http_reads_no_certificates(certificate: Path) -> None:
    """Only where it leads on to https, they are read after all."""
    read = Readings(certificate)
    async with (
        HttpPeer(in_turn(json_answer(ACCOUNT))) as plain,
        HttpPeer(in_turn(json_answer({})), tls=serving(certificate)) as encrypted,
    ):
        client = AccountClient(server=plain.origin, key=lambda: KEY, timings=QUICK, tls=read)
        await client.account()
        assert read.count == 0
        assert await client.negotiate(encrypted.origin + "/hub", "token") == (200, b"{}")
        assert await client.negotiate(plain.origin + "/hub", "token") == (200, json_answer(ACCOUNT).body)
        await client.aclose()
    assert read.count == 1
