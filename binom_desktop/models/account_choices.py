"""The accounts to switch between, as the sidebar's menu offers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from binom_desktop.presentation.format import safe_line


class AccountChoice(Struct, frozen=True):
    """An account that is kept here. ``server`` is its origin, ``current`` whether it is the one that is shown."""

    id: str
    label: str
    server: str
    current: bool = False


def current_choice(choices: Sequence[AccountChoice]) -> AccountChoice | None:
    """The account that is shown, None if it is not kept here."""
    return next((choice for choice in choices if choice.current), None)


def server_text(server: str) -> str:
    """A server as it is told: its origin as one plain line, without ``https://``."""
    return safe_line(server).removeprefix("https://")


def account_texts(choices: Sequence[AccountChoice]) -> tuple[str, ...]:
    """Each account's label, with what tells it apart: the server where there are several, the id where no more does."""
    several = len({choice.server for choice in choices}) > 1
    texts = []
    for choice in choices:
        label = safe_line(choice.label) or safe_line(choice.id)
        texts.append(f"{label} · {server_text(choice.server)}" if several else label)
    uses = Counter(texts)
    return tuple(
        f"{text} ({safe_line(choice.id)})" if uses[text] > 1 else text
        for text, choice in zip(texts, choices, strict=True)
    )
