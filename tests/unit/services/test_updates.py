"""The update feed over a real connection, with real signatures: what is taken, and what is refused."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.build_settings import FeedSettings, feed_settings
from binom_desktop.errors import NotFound, Offline
from binom_desktop.services.updates import MAX_FEED_BYTES, Updates, UpdateTimings, opened_feed
from binom_desktop.update_values import Refusal, Release, ReleaseFile, UpdateRefused, this_platform, version_parts
from tests.unit.api.http_peer import HttpAnswer, HttpPeer
from tests.unit.services.update_feed import NOW_MS, PLATFORM, PROGRAM, SignedFeed, signed

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
DAY_MS = 24 * 3600 * 1000


@pytest.fixture
async def feed() -> AsyncIterator[SignedFeed]:
    feed = SignedFeed()
    async with feed.peer:
        feed.publish()
        yield feed


async def refusal(feed: SignedFeed, memory: Path, *, now_ms: int = NOW_MS) -> Refusal:
    """Why a check refuses what the feed says."""
    with pytest.raises(UpdateRefused) as raised:
        await feed.updates(memory, now_ms=now_ms).check()
    return raised.value.refusal


async def found(feed: SignedFeed, memory: Path) -> tuple[Updates, ReleaseFile]:
    """The app's side with the file that the feed offers."""
    updates = feed.updates(memory)
    release = await updates.check()
    assert release is not None
    file = release.file_for(PLATFORM)
    assert file is not None
    return updates, file


async def test_a_newer_version_is_found_and_only_the_request_itself_is_sent(feed: SignedFeed, tmp_path: Path) -> None:
    release = await feed.updates(tmp_path / "seen").check()
    assert release is not None
    assert release.version == "1.2"
    assert release.notes_url == "https://example.com/notes/1.2"
    assert release.published_ms == 1_795_168_800_000
    assert release.file_for("plan9-mips") is None
    (request,) = feed.peer.requests
    assert request.target == "/feed.json"
    assert request.headers == {
        "host": f"127.0.0.1:{feed.peer.port}",
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "keep-alive",
        "user-agent": "Binom Desktop",
    }


@pytest.mark.parametrize("version", ["1.2", "1.2.0", "1.2.1", "1.10", "2.0"])
async def test_the_same_version_and_an_older_one_are_none_to_offer(
    feed: SignedFeed, tmp_path: Path, version: str
) -> None:
    assert await feed.updates(tmp_path / "seen", version=version).check() is None


async def test_a_check_is_remembered_also_where_it_fails(feed: SignedFeed, tmp_path: Path) -> None:
    updates = feed.updates(tmp_path / "seen")
    assert await updates.last_checked_ms() is None
    feed.feed_answer = HttpAnswer(404)
    with pytest.raises(NotFound):
        await updates.check()
    assert await feed.updates(tmp_path / "seen").last_checked_ms() == NOW_MS
    earlier = feed.updates(tmp_path / "seen", now_ms=NOW_MS - DAY_MS)
    assert await earlier.last_checked_ms() is None, "a clock that was set back keeps no check away"
    (tmp_path / "seen").write_bytes(b"\xff[")
    assert await feed.updates(tmp_path / "seen").last_checked_ms() is None


async def test_a_check_that_can_not_be_written_down_is_remembered_for_this_run(
    feed: SignedFeed, tmp_path: Path
) -> None:
    (tmp_path / "seen").mkdir()
    updates = feed.updates(tmp_path / "seen")
    assert await updates.last_checked_ms() is None
    assert await updates.check() is not None
    assert await updates.last_checked_ms() == NOW_MS


async def test_a_memory_of_the_future_refuses_no_feed(feed: SignedFeed, tmp_path: Path) -> None:
    (tmp_path / "seen").write_text(json.dumps({"checked_ms": NOW_MS, "published_ms": NOW_MS + 400 * DAY_MS}))
    assert await feed.updates(tmp_path / "seen").check() is not None


async def test_a_feed_of_another_key_is_refused(feed: SignedFeed, tmp_path: Path) -> None:
    stranger = Ed25519PrivateKey.generate()
    feed.feed_answer = HttpAnswer(200, signed(stranger, json.dumps(feed.document).encode()))
    assert await refusal(feed, tmp_path / "seen") is Refusal.SIGNATURE


async def test_a_feed_that_was_changed_is_refused(feed: SignedFeed, tmp_path: Path) -> None:
    document = json.dumps(feed.document).encode()
    envelope = json.loads(signed(feed.key, document))
    changed = base64.b64encode(document.replace(b"1.2", b"9.9")).decode()
    feed.feed_answer = HttpAnswer(200, json.dumps({**envelope, "payload": changed}).encode())
    assert await refusal(feed, tmp_path / "seen") is Refusal.SIGNATURE
    feed.feed_answer = HttpAnswer(200, json.dumps({**envelope, "signature": "AAAA"}).encode())
    assert await refusal(feed, tmp_path / "seen") is Refusal.SIGNATURE


async def test_an_older_feed_than_one_seen_is_refused(feed: SignedFeed, tmp_path: Path) -> None:
    await feed.updates(tmp_path / "seen").check()
    feed.publish(version="1.3", publishedAt="2026-11-20T09:59:59Z")
    assert await refusal(feed, tmp_path / "seen") is Refusal.OLD
    feed.publish(version="1.3")
    release = await feed.updates(tmp_path / "seen").check()
    assert release is not None
    assert release.version == "1.3"


async def test_a_feed_from_the_future_is_refused_and_not_remembered(feed: SignedFeed, tmp_path: Path) -> None:
    feed.publish(publishedAt="2027-11-20T10:00:00Z")
    assert await refusal(feed, tmp_path / "seen") is Refusal.FUTURE
    feed.publish()
    assert await feed.updates(tmp_path / "seen").check() is not None


FILE = {"platform": PLATFORM, "url": "https://example.com/f", "sha256": "0" * 64, "size": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "1"},
        {"version": "1.2rc1"},
        {"version": 1.2},
        {"version": "1.2.3.4"},
        {"version": "9999999.1"},
        {"version": "1.२"},
        {"publishedAt": "2026-11-20"},
        {"publishedAt": "2026-11-20T10:00:00"},
        {"publishedAt": 1},
        {"notesUrl": "http://example.com"},
        {"notesUrl": "javascript:alert(1)"},
        {"notesUrl": 7},
        {"notesUrl": "https://["},
        {"notesUrl": "https://name:word@example.com/"},
        {"notesUrl": "https://example.com/\u202egnp.exe"},
        {"notesUrl": "https://example.com/" + "a" * 2000},
        {"files": None},
        {"files": {}},
        {"files": [{**FILE, "sha256": "0" * 63}]},
        {"files": [{**FILE, "sha256": "G" * 64}]},
        {"files": [{**FILE, "size": 0}]},
        {"files": [{**FILE, "size": -1}]},
        {"files": [{**FILE, "size": "1"}]},
        {"files": [{**FILE, "size": 2**31}]},
        {"files": [{**FILE, "url": "http://example.com/f"}]},
        {"files": [{**FILE, "url": "file:///etc/passwd"}]},
        {"files": [{**FILE, "url": "https://name:word@example.com/f"}]},
        {"files": [{**FILE, "platform": None}]},
        {"files": [{"platform": PLATFORM}]},
    ],
)
async def test_a_signed_feed_that_says_what_none_can_is_refused(
    feed: SignedFeed, tmp_path: Path, changes: dict[str, Any]
) -> None:
    feed.publish(**changes)
    assert await refusal(feed, tmp_path / "seen") is Refusal.UNREADABLE


def test_members_that_are_not_known_are_no_reason_to_refuse() -> None:
    key = Ed25519PrivateKey.generate()
    document = {"version": "1.2", "publishedAt": "2026-11-20T12:00:00+02:00", "files": [], "later": [1]}
    release = opened_feed(signed(key, json.dumps(document).encode()), key.public_key().public_bytes_raw())
    assert release == Release("1.2", 1_795_168_800_000, "", ())


@given(data=st.binary(max_size=200) | st.from_regex(rb'\{"payload": ".*", "signature": ".*"\}', fullmatch=True))
def test_whatever_the_server_sends_is_refused_and_nothing_else(data: bytes) -> None:
    with pytest.raises(UpdateRefused):
        opened_feed(data, bytes(32))


@given(payload=st.binary(max_size=200) | st.from_regex(rb'\{"version": "1.2", "publishedAt": .*\}', fullmatch=True))
def test_whatever_is_signed_is_read_or_refused(payload: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(UpdateRefused):
        opened_feed(signed(key, payload), key.public_key().public_bytes_raw())


async def test_a_feed_without_end_is_left_after_its_first_64_kib(feed: SignedFeed, tmp_path: Path) -> None:
    feed.feed_answer = HttpAnswer(200, b" " * (MAX_FEED_BYTES + 1))
    assert await refusal(feed, tmp_path / "seen") is Refusal.TOO_LARGE
    with pytest.raises(UpdateRefused):
        opened_feed(b" " * (MAX_FEED_BYTES + 1), bytes(32))


async def test_a_feed_that_does_not_come_is_given_up(feed: SignedFeed, tmp_path: Path) -> None:
    feed.feed_answer = HttpAnswer(200, hold=asyncio.Event())
    updates = Updates(
        feed=feed.settings,
        memory=tmp_path / "seen",
        version="1.1",
        now_ms=lambda: NOW_MS,
        timings=UpdateTimings(feed_s=0.05),
    )
    with pytest.raises(Offline):
        await updates.check()


async def test_a_redirect_in_the_origin_is_followed_and_another_origin_never_asked(
    feed: SignedFeed, tmp_path: Path
) -> None:
    async with HttpPeer(lambda _request: HttpAnswer(200)) as elsewhere:
        feed.feed_answer = HttpAnswer(302, headers={"Location": f"{elsewhere.origin}/feed.json"})
        assert await refusal(feed, tmp_path / "seen") is Refusal.REDIRECT
        assert elsewhere.connections == 0
    moved = HttpAnswer(301, headers={"Location": "/moved.tar.gz"})
    feed.feed_answer, feed.file_answer = moved, HttpAnswer(200, signed(feed.key, json.dumps(feed.document).encode()))
    assert await feed.updates(tmp_path / "seen").check() is not None


@pytest.mark.parametrize("address", ["http://example.com/feed", "ftp://127.0.0.1/feed", "https://a:b@127.0.0.1/", ""])
async def test_a_feed_at_an_address_that_others_can_read_is_not_asked_for(tmp_path: Path, address: str) -> None:
    updates = Updates(
        feed=FeedSettings(address, bytes(32)), memory=tmp_path / "seen", version="1.1", now_ms=lambda: NOW_MS
    )
    with pytest.raises(UpdateRefused) as raised:
        await updates.check()
    assert raised.value.refusal is Refusal.ADDRESS


async def test_a_file_that_is_what_the_feed_says_is_kept_as_it_came(feed: SignedFeed, tmp_path: Path) -> None:
    updates, file = await found(feed, tmp_path / "seen")
    target, steps = tmp_path / "out" / "given.tar.gz", list[int]()
    target.parent.mkdir()
    target.write_text("an older one")
    await updates.download(file, target, steps.append)
    assert target.read_bytes() == PROGRAM
    assert steps == sorted(steps)
    assert steps[-1] == len(PROGRAM)
    assert list(target.parent.iterdir()) == [target]
    assert os.name == "nt" or not target.stat().st_mode & 0o111, "nothing can run it by mistake"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HttpAnswer(200, PROGRAM[:-1] + b"\x00"), Refusal.HASH),
        (HttpAnswer(200, PROGRAM + b"\x00"), Refusal.SIZE),
        (HttpAnswer(200, PROGRAM[:-1]), Refusal.SIZE),
        (HttpAnswer(302, headers={"Location": "https://example.com/f"}), Refusal.REDIRECT),
    ],
)
async def test_a_wrong_file_is_refused_and_nothing_of_it_stays(
    feed: SignedFeed, tmp_path: Path, answer: HttpAnswer, reason: Refusal
) -> None:
    updates, file = await found(feed, tmp_path / "seen")
    feed.file_answer = answer
    target = tmp_path / "out" / "given.tar.gz"
    target.parent.mkdir()
    target.write_text("an older one")
    with pytest.raises(UpdateRefused) as raised:
        await updates.download(file, target, list[int]().append)
    assert raised.value.refusal is reason
    assert target.read_text() == "an older one"
    assert list(target.parent.iterdir()) == [target]


async def test_a_download_that_breaks_off_or_is_given_up_leaves_nothing(feed: SignedFeed, tmp_path: Path) -> None:
    updates, file = await found(feed, tmp_path / "seen")
    folder = tmp_path / "out"
    folder.mkdir()
    feed.file_answer = HttpAnswer(200, PROGRAM[:1000], {"Content-Length": str(len(PROGRAM))}, close=True)
    with pytest.raises(Offline):
        await updates.download(file, folder / "given", list[int]().append)
    assert list(folder.iterdir()) == []
    # What is sent is less than what is promised: the rest never comes.
    feed.file_answer = HttpAnswer(200, PROGRAM[: 512 * 1024], {"Content-Length": str(len(PROGRAM))})
    begun = asyncio.Event()
    download = asyncio.create_task(updates.download(file, folder / "given", lambda _done: begun.set()))
    await begun.wait()
    download.cancel()
    with pytest.raises(asyncio.CancelledError):
        await download
    assert list(folder.iterdir()) == []


async def test_what_a_killed_download_left_goes_with_the_next_one(feed: SignedFeed, tmp_path: Path) -> None:
    updates, file = await found(feed, tmp_path / "seen")
    folder = tmp_path / "out"
    folder.mkdir()
    old, fresh, export = (folder / name for name in (".binom-update-a.part", ".binom-update-b.part", ".binom-c.part"))
    for part in (old, fresh, export):
        part.touch()
    for part in (old, export):
        os.utime(part, (0, 0))
    await updates.download(file, folder / "given", list[int]().append)
    # Another app may be writing to the fresh one.
    assert set(folder.iterdir()) == {fresh, export, folder / "given"}


async def test_a_file_that_can_not_be_written_is_said(feed: SignedFeed, tmp_path: Path) -> None:
    updates, file = await found(feed, tmp_path / "seen")
    for target in (tmp_path / "missing" / "given", tmp_path):
        with pytest.raises(UpdateRefused) as raised:
            await updates.download(file, target, list[int]().append)
        assert raised.value.refusal is Refusal.NOT_WRITTEN


def test_versions_are_compared_by_their_numbers() -> None:
    assert version_parts("1.10") > version_parts("1.9.9")
    assert version_parts("1.2") == version_parts("1.2.0")
    assert this_platform().count("-") == 1


# What a build decides.


def test_a_build_without_a_file_has_no_feed(tmp_path: Path) -> None:
    assert feed_settings() is None
    assert feed_settings(tmp_path / "build.toml") is None
    (tmp_path / "build.toml").write_text('update_feed = ""\nupdate_key = ""\n')
    assert feed_settings(tmp_path / "build.toml") is None


@pytest.mark.parametrize(
    "text",
    [
        'update_feed = "https://example.com/feed"\n',
        f'update_key = "{base64.b64encode(bytes(32)).decode()}"\n',
        'update_feed = "https://example.com/feed"\nupdate_key = "AAAA"\n',
        'update_feed = "https://example.com/feed"\nupdate_key = "no base64"\n',
        'update_feed = "https://example.com/feed"\nupdate_key = "é"\n',
        "update_feed = 1\nupdate_key = 2\n",
        "update_feed = \n",
        "\udcff",
    ],
)
def test_a_build_file_that_can_not_be_used_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "build.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ValueError, match=r"."):
        feed_settings(tmp_path / "build.toml")


def packaging(script: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one of packaging's scripts."""
    command = [sys.executable, str(ROOT / "packaging" / script), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def test_what_packaging_signs_is_what_a_build_takes(tmp_path: Path) -> None:
    key = packaging("sign_feed.py", "new-key", tmp_path / "key").stdout.strip()
    assert os.name == "nt" or (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert packaging("sign_feed.py", "new-key", tmp_path / "key").returncode != 0, "a key is never overwritten"
    variables = {"BINOM_UPDATE_FEED": "https://example.com/feed.json", "BINOM_UPDATE_KEY": key}
    written = packaging("build_file.py", tmp_path / "build.toml", **variables)
    assert written.stdout == "The build offers updates.\n", written.stderr
    feed = feed_settings(tmp_path / "build.toml")
    assert feed is not None
    assert feed.address == "https://example.com/feed.json"
    (tmp_path / "release.json").write_text(
        json.dumps({"version": "1.2", "publishedAt": "2026-11-20T10:00:00Z", "files": [FILE]})
    )
    packaging("sign_feed.py", "sign", tmp_path / "key", tmp_path / "release.json", tmp_path / "feed.json")
    assert opened_feed((tmp_path / "feed.json").read_bytes(), feed.public_key).version == "1.2"
    (tmp_path / "release.json").write_text("{}")
    refused = packaging("sign_feed.py", "sign", tmp_path / "key", tmp_path / "release.json", tmp_path / "none.json")
    assert refused.returncode != 0
    assert not (tmp_path / "none.json").exists()


def test_a_build_without_a_feed_drops_the_file_of_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "build.toml").write_text("of an earlier build")
    empty = {"BINOM_UPDATE_FEED": "", "BINOM_UPDATE_KEY": ""}
    assert packaging("build_file.py", tmp_path / "build.toml", **empty).stdout == "The build offers no updates.\n"
    assert not (tmp_path / "build.toml").exists()
    for address in ("http://example.com/feed", 'https://example.com/"', "https://example.com/feed"):
        variables = {"BINOM_UPDATE_FEED": address, "BINOM_UPDATE_KEY": "AAAA"}
        assert packaging("build_file.py", tmp_path / "build.toml", **variables).returncode != 0
        assert not (tmp_path / "build.toml").exists()
