"""The update feed's signatures: ``sign_feed.py new-key KEY_FILE`` and ``sign_feed.py sign KEY_FILE RELEASE FEED``.

``new-key`` writes a private key and prints the public one for BINOM_UPDATE_KEY. ``sign`` reads a release as
docs/updates.md describes it and writes the feed. The private key belongs to whoever releases, and into no repository.
"""

import argparse
import base64
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from binom_desktop.services.updates import opened_feed


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Keys and signatures of the update feed.")
    commands = parser.add_subparsers(dest="command", required=True)
    new_key = commands.add_parser("new-key", help="write a private key, print the public one")
    new_key.add_argument("key_file", type=Path)
    sign = commands.add_parser("sign", help="write a signed feed")
    sign.add_argument("key_file", type=Path)
    sign.add_argument("release", type=Path)
    sign.add_argument("feed", type=Path)
    options = parser.parse_args()
    if options.command == "new-key":
        print(write_key(options.key_file))
    else:
        sign_release(options.key_file, options.release, options.feed)


def write_key(file: Path) -> str:
    """Write a new private key where no file is yet, for its owner only; the answer is the public key, in base64."""
    key = Ed25519PrivateKey.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(base64.b64encode(key.private_bytes_raw()))
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign_release(key_file: Path, release: Path, feed: Path) -> None:
    """Write the feed of a release; one that the app would refuse is not written."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key_file.read_bytes(), validate=True))
    payload = release.read_bytes()
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "signature": base64.b64encode(key.sign(payload)).decode(),
    }
    data = json.dumps(envelope).encode()
    opened_feed(data, key.public_key().public_bytes_raw())
    feed.write_bytes(data)


if __name__ == "__main__":
    main()
