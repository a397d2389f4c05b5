"""A signed feed and its file on a loopback server."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from binom_desktop.build_settings import FeedSettings
from binom_desktop.services.updates import Updates
from tests.unit.api.http_peer import HttpAnswer, HttpPeer, HttpRequest

PLATFORM = "linux-x86_64"
NOW_MS = 1_795_421_730_000
PUBLISHED = "2026-11-20T10:00:00Z"
PROGRAM = bytes(range(256)) * 4096


class SignedFeed:
    """Answers with a feed of ``document``, signed by ``key`` when it is asked for."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.peer = HttpPeer(self._answer)
        self.program = PROGRAM
        self.document: dict[str, Any] = {}
        self.feed_answer: HttpAnswer | None = None
        self.file_answer: HttpAnswer | None = None

    def publish(self, **changes: Any) -> None:
        """Put out version 1.2 with a file for this platform, or what ``changes`` make of it."""
        file = {
            "platform": PLATFORM,
            "url": f"{self.peer.origin}/binom-desktop_1.2.tar.gz",
            "sha256": hashlib.sha256(PROGRAM).hexdigest(),
            "size": len(PROGRAM),
        }
        usual = {
            "version": "1.2",
            "publishedAt": PUBLISHED,
            "notesUrl": "https://example.com/notes/1.2",
            "files": [file],
        }
        self.document = {**usual, **changes}

    @property
    def settings(self) -> FeedSettings:
        """What a build with this feed holds."""
        return FeedSettings(f"{self.peer.origin}/feed.json", self.key.public_key().public_bytes_raw())

    def updates(self, memory: Path, *, version: str = "1.1.0", now_ms: int = NOW_MS) -> Updates:
        """The app's side."""
        return Updates(feed=self.settings, memory=memory, version=version, now_ms=lambda: now_ms)

    def _answer(self, request: HttpRequest) -> HttpAnswer:
        if request.path == "/feed.json":
            return self.feed_answer or HttpAnswer(200, signed(self.key, json.dumps(self.document).encode()))
        if request.path.endswith(".tar.gz"):
            return self.file_answer or HttpAnswer(200, self.program)
        return HttpAnswer(404)


def signed(key: Ed25519PrivateKey, payload: bytes) -> bytes:
    """A feed as docs/updates.md has it."""
    return json.dumps(
        {"payload": base64.b64encode(payload).decode(), "signature": base64.b64encode(key.sign(payload)).decode()}
    ).encode()
