"""What a build decides, not a person: where its update feed is, and the key that the feed is signed with.

A build that offers updates has ``resources/build.toml``; ``packaging/build_file.py`` writes it. Without that file there
is no feed, and the app never asks for one.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Final

from msgspec import Struct

BUILD_FILE: Final = Path(__file__).parent / "resources" / "build.toml"

_KEY_BYTES = 32


class FeedSettings(Struct, frozen=True):
    """``address`` is the feed's URL, ``public_key`` the 32 raw bytes of an Ed25519 key (RFC 8032)."""

    address: str
    public_key: bytes


def feed_settings(file: Path = BUILD_FILE) -> FeedSettings | None:
    """The feed of this build; None where it has none. Raises ``ValueError`` for a file that can't be used."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(f"The build's settings can't be read: {error.strerror or error}") from None
    # Few builds have the file.
    import tomllib

    document = tomllib.loads(data.decode())
    address, key = str(document.get("update_feed", "")), str(document.get("update_key", ""))
    if not address and not key:
        return None
    try:
        public_key = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("The build's key is not base64.") from None
    if len(public_key) != _KEY_BYTES or not address:
        raise ValueError("The build's feed has no address or no Ed25519 key.")
    return FeedSettings(address, public_key)
