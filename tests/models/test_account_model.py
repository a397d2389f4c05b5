"""Who is signed in, and how old the figures are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from binom_desktop.models.account import AccountModel
from tests.views.shell_parts import AS_OF_MS, HOSTILE_NAME, Clocks, account

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def model(clocks: Clocks) -> Iterator[AccountModel]:
    model = AccountModel(now_ms=clocks.now_ms)
    model.set_account(account())
    yield model
    model.set_watched(False)


def test_the_account_in_words(model: AccountModel) -> None:
    assert model.greeting == "Welcome, demo-account"
    assert model.summary == "demo@example.org · 48,213 lifetime requests"
    assert model.initials == "DA"


@pytest.mark.parametrize(
    ("username", "initials"), [("demo-account", "DA"), ("ada", "A"), ("a_b.c", "AB"), ("ünal özil", "ÜÖ"), ("…", "?")]
)
def test_initials_come_from_the_words_of_a_name(model: AccountModel, username: str, initials: str) -> None:
    model.set_account(account(username))

    assert model.initials == initials


def test_one_request_is_not_many(model: AccountModel) -> None:
    model.set_account(account(requests=1))

    assert model.lifetime_requests == "1 lifetime request"


def test_a_hostile_name_is_plain_text(model: AccountModel) -> None:
    model.set_account(account(HOSTILE_NAME))

    assert model.greeting.startswith("Welcome, <b>bold</b> ")
    assert "\u202e" not in model.greeting


def test_updated_tells_the_time_while_live_and_the_age_otherwise(model: AccountModel, clocks: Clocks) -> None:
    clocks.wall_ms = AS_OF_MS + 4 * 60_000 + 5_000
    assert model.updated == "Updated 08:15:30"

    model.set_live(False)

    assert model.updated == "Updated 4 min ago"
    assert model.updated_tooltip == "Figures as of 2026-11-23 08:15:30 UTC"


def test_updated_never_goes_back(model: AccountModel) -> None:
    model.set_updated(AS_OF_MS + 2_000)
    model.set_account(account(as_of_ms=AS_OF_MS + 1_000))

    assert model.updated == "Updated 08:15:32"


def test_the_age_grows_while_it_is_watched(model: AccountModel, clocks: Clocks, qtbot: QtBot) -> None:
    clocks.wall_ms = AS_OF_MS + 30_000
    model.set_live(False)
    model.set_watched(True)
    assert model.updated == "Updated 30 s ago"

    clocks.wall_ms += 1_000
    with qtbot.waitSignal(model.updated_changed, timeout=3_000):
        pass

    assert model.updated == "Updated 31 s ago"


def test_another_account_begins_with_nothing(model: AccountModel) -> None:
    model.clear()

    assert not model.known
    assert (model.username, model.summary, model.updated, model.updated_tooltip) == ("", "", "", "")
