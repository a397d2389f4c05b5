"""The connection in words: the indicator's and the banner's."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import translate

# A reason comes from the server: enough to act on, not so much that it pushes the page away.
_LONGEST_REASON = 160


class ConnectionAction(StrEnum):
    """What a person can ask of the connection."""

    RETRY = "retry"
    RESUME = "resume"
    SIGN_IN = "signIn"


class BannerText(Struct, frozen=True):
    """What a banner says and offers; ``action`` is None where there is nothing to do but wait."""

    text: str
    tone: Tone
    action: ConnectionAction | None = None
    action_text: str = ""


def state_word(state: ConnectionState) -> str:
    """The indicator's word."""
    words = {
        ConnectionState.CONNECTING: translate("Connection", "Connecting"),
        ConnectionState.LIVE: translate("Connection", "Live"),
        ConnectionState.REJOINING: translate("Connection", "Rejoining"),
        ConnectionState.PAUSED: translate("Connection", "Paused"),
        ConnectionState.OFFLINE: translate("Connection", "Offline"),
        ConnectionState.SIGNED_OUT: translate("Connection", "Signed out"),
        ConnectionState.POLLING: translate("Connection", "Polling"),
    }
    return words[state]


def state_name(state: ConnectionState) -> str:
    """The indicator's accessible name."""
    return translate("Connection", "Connection: {state}").format(state=state_word(state))


def state_tone(state: ConnectionState) -> Tone:
    """The indicator's colour."""
    match state:
        case ConnectionState.LIVE:
            return Tone.OK
        case ConnectionState.OFFLINE:
            return Tone.BAD
        case ConnectionState.REJOINING | ConnectionState.PAUSED:
            return Tone.WARN
        case ConnectionState.CONNECTING | ConnectionState.SIGNED_OUT | ConnectionState.POLLING:
            return Tone.NEUTRAL


def banner_text(connection: Connection, wait_s: int | None) -> BannerText | None:
    """The banner of ``connection``; ``wait_s`` are whole seconds to the next attempt, None during one."""
    tone = state_tone(connection.state)
    match connection.state:
        case ConnectionState.CONNECTING | ConnectionState.LIVE | ConnectionState.POLLING:
            return None
        case ConnectionState.REJOINING:
            return _rejoining(tone, wait_s)
        case ConnectionState.PAUSED:
            return _paused(connection, tone)
        case ConnectionState.OFFLINE:
            return _offline(connection, tone)
        case ConnectionState.SIGNED_OUT:
            text = translate("Connection", "You are signed out. Everything here is kept.")
            button = translate("Connection", "Sign In")
            return BannerText(text, tone, ConnectionAction.SIGN_IN, button)


def _rejoining(tone: Tone, wait_s: int | None) -> BannerText:
    if wait_s is None:
        return BannerText(translate("Connection", "Rejoining the server…"), tone)
    text = translate("Connection", "Rejoin failed. Trying again in {seconds} s.").format(seconds=wait_s)
    return BannerText(text, tone, ConnectionAction.RETRY, translate("Connection", "Retry Now"))


def _paused(connection: Connection, tone: Tone) -> BannerText:
    if connection.resume_failed:
        text = translate("Connection", "Failed to resume the session.")
        return BannerText(text, tone, ConnectionAction.RESUME, translate("Connection", "Retry"))
    text = translate("Connection", "The session has been paused by the server.")
    return BannerText(text, tone, ConnectionAction.RESUME, translate("Connection", "Resume"))


def _offline(connection: Connection, tone: Tone) -> BannerText:
    if connection.no_network:
        text = translate("Connection", "No network.")
    elif connection.not_opened:
        text = safe_line(connection.reason)
    else:
        given = safe_line(connection.reason).strip().rstrip(".")
        if len(given) > _LONGEST_REASON:
            given = given[: _LONGEST_REASON - 1] + "…"
        reason = given or translate("Connection", "the server gave no reason")
        text = translate("Connection", "Failed to rejoin: {reason}.").format(reason=reason)
    return BannerText(text, tone, ConnectionAction.RETRY, translate("Connection", "Retry"))
