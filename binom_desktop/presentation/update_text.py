"""Newer versions in words."""

from __future__ import annotations

from urllib.parse import urlsplit

from binom_desktop.errors import BinomError, HttpError, Offline
from binom_desktop.presentation.format import count, day_of, day_with_year, safe_line, share, timestamp
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import translate
from binom_desktop.update_values import (
    Checked,
    CheckFailed,
    Checking,
    CheckState,
    Downloaded,
    DownloadFailed,
    Downloading,
    DownloadState,
    Refusal,
    Release,
    UpdateRefused,
)


def switch_text(address: str) -> str:
    """What the switch does, and whom the app then talks to."""
    text = translate(
        "Updates",
        "Asks {host} once a day whether there is a newer version. Nothing about you or your accounts is sent, and"
        " nothing installs itself.",
    )
    return text.format(host=host_of(address))


def available_text(version: str) -> str:
    """The notice that a check found a newer version."""
    return translate("Updates", "Version {version} is available. Settings has more under Updates.").format(
        version=safe_line(version)
    )


def state_text(version: str, check: CheckState, download: DownloadState) -> str:
    """What stands beside Check Now; ``version`` is this app's."""
    if download is not None:
        return _download_text(download)
    match check:
        case None:
            text = translate("Updates", "This is version {version}. It was not checked for a newer one yet.")
            return text.format(version=version)
        case Checking():
            return translate("Updates", "Checking…")
        case Checked(checked_ms, release):
            if release is not None:
                return _release_text(version, release, checked_ms)
            text = translate("Updates", "Version {version} is the newest. Checked {time} UTC.")
            return text.format(version=version, time=timestamp(checked_ms))
        case CheckFailed(checked_ms, error):
            text = translate("Updates", "The check failed at {time} UTC: {reason}")
            return text.format(time=timestamp(checked_ms), reason=reason_text(error))


def state_tone(check: CheckState, download: DownloadState) -> Tone:
    """How good that is."""
    if isinstance(download, Downloading):
        return Tone.NEUTRAL
    if isinstance(download, Downloaded):
        return Tone.OK
    if isinstance(download, DownloadFailed) or isinstance(check, CheckFailed):
        return Tone.BAD
    return Tone.NEUTRAL


def reason_text(error: BinomError) -> str:
    """Why a feed or a file was not taken."""
    match error:
        case UpdateRefused(refusal=refusal):
            return _refusal_text(refusal)
        case HttpError(status=status):
            return translate("Updates", "the server answered with status {status}.").format(status=status)
        case Offline():
            return translate("Updates", "the server can't be reached.")
        case _:
            return translate("Updates", "the server's answer can't be read.")


def host_of(address: str) -> str:
    """The server in an address."""
    return safe_line(urlsplit(address).netloc)


def notes_text(address: str) -> str:
    """What is asked before the page with the notes is opened."""
    return translate("Updates", "This opens a page of {host} in your browser:").format(host=host_of(address))


def download_text(size: int) -> str:
    """What is asked before a file is fetched."""
    text = translate(
        "Updates",
        "This fetches {size} MB to a file that you choose, and keeps it only if its size and its SHA-256 hash are those"
        " of the signed feed. Nothing is opened or installed.",
    )
    return text.format(size=_megabytes(size))


def _release_text(version: str, release: Release, checked_ms: int) -> str:
    day = day_of(release.published_ms)
    text = translate("Updates", "Version {newer} is available, published {day}. This is version {version}. {checked}")
    return text.format(
        newer=safe_line(release.version),
        day="—" if day is None else day_with_year(day),
        version=version,
        checked=translate("Updates", "Checked {time} UTC.").format(time=timestamp(checked_ms)),
    )


def _download_text(download: Downloading | Downloaded | DownloadFailed) -> str:
    match download:
        case Downloading(done, size):
            return translate("Updates", "Downloading: {share} of {size} MB").format(
                share=share(done, size), size=_megabytes(size)
            )
        case Downloaded(name, sha256):
            text = translate(
                "Updates",
                "{file} is saved. Its size and hash are those of the signed feed. To install it, quit the app and open"
                " the file yourself. SHA-256: {hash}",
            )
            # In one piece it would make the whole page too wide.
            groups = " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))
            return text.format(file=safe_line(name), hash=groups)
        case DownloadFailed(error):
            text = translate("Updates", "The file was not kept: {reason}")
            return text.format(reason=reason_text(error))


def _megabytes(size: int) -> str:
    """Whole megabytes, rounded up."""
    return count(-(-size // 1_000_000))


def _refusal_text(refusal: Refusal) -> str:
    return {
        Refusal.ADDRESS: translate("Updates", "its address is not https."),
        Refusal.REDIRECT: translate("Updates", "the server leads to another one, which is not followed."),
        Refusal.TOO_LARGE: translate("Updates", "it is too large."),
        Refusal.UNREADABLE: translate("Updates", "it can't be read."),
        Refusal.SIGNATURE: translate("Updates", "its signature is wrong."),
        Refusal.OLD: translate("Updates", "it is older than one that was seen before."),
        Refusal.FUTURE: translate(
            "Updates", "it claims to be published in the future. Is this computer's clock right?"
        ),
        Refusal.SIZE: translate("Updates", "its size is not that of the signed feed."),
        Refusal.HASH: translate("Updates", "its hash is not that of the signed feed."),
        Refusal.NOT_WRITTEN: translate("Updates", "it can't be written there."),
    }[refusal]
