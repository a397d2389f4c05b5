"""What indicator and banner say in every state, and when the countdown runs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.presentation.connection_text import ConnectionAction
from binom_desktop.presentation.tone import Tone

pytestmark = pytest.mark.usefixtures("qapp")


class Clock:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


def model_of(connection: Connection, clock: Clock | None = None) -> ConnectionModel:
    model = ConnectionModel(clock=clock or Clock())
    model.set_connection(connection)
    return model


@pytest.mark.parametrize(
    ("state", "name", "tone"),
    [
        (ConnectionState.CONNECTING, "Connection: Connecting", Tone.NEUTRAL),
        (ConnectionState.LIVE, "Connection: Live", Tone.OK),
        (ConnectionState.REJOINING, "Connection: Rejoining", Tone.WARN),
        (ConnectionState.PAUSED, "Connection: Paused", Tone.WARN),
        (ConnectionState.OFFLINE, "Connection: Offline", Tone.BAD),
        (ConnectionState.SIGNED_OUT, "Connection: Signed out", Tone.NEUTRAL),
    ],
)
def test_the_indicator_names_the_state(state: ConnectionState, name: str, tone: Tone) -> None:
    model = model_of(Connection(state))

    assert model.accessible_name == name
    assert model.tone is tone
    assert model.live is (state is ConnectionState.LIVE)


@pytest.mark.parametrize(
    ("connection", "text", "action_text", "action"),
    [
        (Connection(ConnectionState.REJOINING), "Rejoining the server…", "", None),
        (
            Connection(ConnectionState.REJOINING, retry_at_s=57.2),
            "Rejoin failed. Trying again in 8 s.",
            "Retry Now",
            ConnectionAction.RETRY,
        ),
        (
            Connection(ConnectionState.PAUSED, reason="maintenance"),
            "The session has been paused by the server.",
            "Resume",
            ConnectionAction.RESUME,
        ),
        (
            Connection(ConnectionState.PAUSED, resume_failed=True),
            "Failed to resume the session.",
            "Retry",
            ConnectionAction.RESUME,
        ),
        (Connection(ConnectionState.OFFLINE, no_network=True), "No network.", "Retry", ConnectionAction.RETRY),
        (
            Connection(ConnectionState.OFFLINE, reason="The hub is closed."),
            "Failed to rejoin: The hub is closed.",
            "Retry",
            ConnectionAction.RETRY,
        ),
        (
            Connection(ConnectionState.OFFLINE),
            "Failed to rejoin: the server gave no reason.",
            "Retry",
            ConnectionAction.RETRY,
        ),
        (
            Connection(ConnectionState.SIGNED_OUT),
            "You are signed out. Everything here is kept.",
            "Sign In",
            ConnectionAction.SIGN_IN,
        ),
    ],
)
def test_the_banner_says_what_is_the_matter(
    connection: Connection, text: str, action_text: str, action: ConnectionAction | None
) -> None:
    banner = model_of(connection).banner

    assert banner is not None
    assert (banner.text, banner.action_text, banner.action) == (text, action_text, action)


@pytest.mark.parametrize("state", [ConnectionState.CONNECTING, ConnectionState.LIVE])
def test_no_banner_while_all_is_well(state: ConnectionState) -> None:
    assert model_of(Connection(state)).banner is None


def test_a_reason_from_the_server_stays_one_short_plain_line() -> None:
    banner = model_of(Connection(ConnectionState.OFFLINE, reason="<b>no</b>\n\u202e" + "x" * 5000)).banner

    assert banner is not None
    assert "\n" not in banner.text
    assert "\u202e" not in banner.text
    assert banner.text.startswith("Failed to rejoin: <b>no</b> ")
    assert len(banner.text) < 200


def test_the_countdown_counts_whole_seconds_to_the_attempt(qtbot: QtBot) -> None:
    clock = Clock()
    model = model_of(Connection(ConnectionState.REJOINING, retry_at_s=50.02), clock)
    assert model.banner is not None
    assert model.banner.text == "Rejoin failed. Trying again in 1 s."

    with qtbot.waitSignal(model.banner_changed):
        model.set_watched(True)
        clock.now_s = 50.02

    assert model.banner.text == "Rejoin failed. Trying again in 0 s."
    assert not model.counting


def test_the_countdown_runs_only_while_a_retry_waits_and_someone_watches() -> None:
    model = model_of(Connection(ConnectionState.REJOINING, retry_at_s=90.0))
    assert not model.counting

    counting: list[bool] = []
    for watched in (True, False, True):
        model.set_watched(watched)
        counting.append(model.counting)
    for connection in (Connection(ConnectionState.REJOINING), Connection(ConnectionState.LIVE)):
        model.set_connection(connection)
        counting.append(model.counting)

    assert counting == [True, False, True, False, False]


def test_coming_back_into_sight_shows_the_right_second() -> None:
    clock = Clock()
    model = model_of(Connection(ConnectionState.REJOINING, retry_at_s=80.0), clock)

    clock.now_s = 70.5
    model.set_watched(True)

    assert model.banner is not None
    assert model.banner.text == "Rejoin failed. Trying again in 10 s."


def test_the_state_is_announced_once_a_change(qapp: QApplication, qtbot: QtBot) -> None:
    model = ConnectionModel(clock=Clock())
    states: list[str] = []
    model.state_changed.connect(lambda: states.append(model.word))

    model.set_connection(Connection(ConnectionState.LIVE))
    model.set_connection(Connection(ConnectionState.LIVE))
    model.set_connection(Connection(ConnectionState.REJOINING))
    model.set_connection(Connection(ConnectionState.REJOINING, retry_at_s=60.0))

    assert states == ["Live", "Rejoining"]
