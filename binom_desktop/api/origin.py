"""Who may be talked to, what may be sent there, and how this client calls itself."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from binom_desktop import __version__
from binom_desktop.errors import InvalidServer

USER_AGENT = f"BinomDesktop/{__version__}"
PUBLIC_USER_AGENT = "Binom Desktop"
"""What somebody else's server than an account's is told."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_ADDRESS_CHARACTERS = 16 * 1024


def is_loopback(url: str) -> bool:
    """Whether the address names this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_private_to_send_to(url: str) -> bool:
    """Whether nobody on the way can read what is sent: https, or plain http to this machine."""
    scheme = urlsplit(url).scheme
    return scheme == "https" or (scheme == "http" and is_loopback(url))


def origin_of(url: str) -> str:
    """Scheme, host and port, written one way. Raises ``InvalidServer`` for what is no http or https address."""
    if len(url) > _MAX_ADDRESS_CHARACTERS:
        # A part of it may name another server than the whole.
        raise InvalidServer("The address of the server is too long.")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise InvalidServer("The address of the server can't be read.") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or any(c.isspace() for c in parts.netloc):
        raise InvalidServer("The address of the server must look like https://api.example.com.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    suffix = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def redirected(url: str, location: str) -> str:
    """Where a redirect leads, without a fragment. Raises ``InvalidServer`` where that is no address."""
    try:
        target = urlsplit(urljoin(url, location))._replace(fragment="").geturl()
    except ValueError:
        raise InvalidServer("The address that the server redirects to can't be read.") from None
    origin_of(target)
    return target


def server_origin(address: str) -> str:
    """The origin of a server that a person named.

    Raises ``InvalidServer`` for a path, a query, a user name, or plain http to another machine.
    """
    origin = origin_of(address)
    parts: SplitResult = urlsplit(address.strip())
    if parts.username is not None or parts.password is not None:
        raise InvalidServer("The address of the server must not hold a name or a password.")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise InvalidServer(f"The address of the server ends after its name: {origin}")
    if not is_private_to_send_to(origin):
        raise InvalidServer("Plain http is refused except to this machine: use https.")
    return origin


def can_be_sent(bearer: str) -> bool:
    """Whether a token can stand in an HTTP header: visible ASCII only, and not empty."""
    return bool(bearer) and all("!" <= character <= "~" for character in bearer)
