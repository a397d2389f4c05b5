"""A window with real models and theme, for the tests of the shell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from binom_desktop.domain import Account, Balance
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.views.main_window import ClosePolicy, MainWindow
from binom_desktop.views.page import Page, PageEntry
from binom_desktop.views.theme import Theme, ThemeChoice

# 2026-11-23 08:15:30 UTC
AS_OF_MS = 1_795_421_730_000
HOSTILE_NAME = "<b>bold</b> \u202eevil\u200f " + "W" * 500


def account(username: str = "demo-account", *, as_of_ms: int = AS_OF_MS, requests: int = 48_213) -> Account:
    """An account as the server would tell it."""
    return Account(
        id="acc_1",
        username=username,
        email="demo@example.org",
        tier="Pro",
        balance=Balance(42_500_000_000, 284_160_000_000, requests, requests, 1, as_of_ms),
        created_ms=0,
    )


@dataclass
class Clocks:
    """The two clocks of a computer, set by hand."""

    monotonic_s: float = 100.0
    wall_ms: int = AS_OF_MS

    def monotonic(self) -> float:
        """Seconds since anything."""
        return self.monotonic_s

    def now_ms(self) -> int:
        """Milliseconds since the epoch."""
        return self.wall_ms


@dataclass
class Shell:
    """A window and all that it was made of."""

    application: QApplication
    clocks: Clocks = field(default_factory=Clocks)
    policy: ClosePolicy = ClosePolicy.QUIT

    def __post_init__(self) -> None:
        self.theme = Theme(application=self.application)
        self.theme.apply(ThemeChoice.LIGHT)
        self.connection = ConnectionModel(clock=self.clocks.monotonic)
        self.account = AccountModel(now_ms=self.clocks.now_ms)
        self.window = MainWindow()
        self.window.furnish(
            application=self.application,
            theme=self.theme,
            connection=self.connection,
            account=self.account,
            close_policy=lambda: self.policy,
        )

    def page(self, route: str, title: str, shortcut: str) -> Page:
        """A page with enough in it to scroll."""
        page = Page(
            entry=PageEntry(route, title, "bell", shortcut),
            connection=self.connection,
            account=self.account,
            theme=self.theme,
        )
        tall = QFrame()
        tall.setMinimumHeight(1200)
        page.body.addWidget(tall)
        return page

    def add_page(self, page: Page) -> None:
        """Register a page that is built already."""
        self.window.add_page(page.entry, lambda: page)

    def add_three_pages(self) -> None:
        """Overview, Usage and Requests, without figures."""
        for number, (route, title) in enumerate(
            (("/dashboard", "Overview"), ("/usage", "Usage"), ("/requests", "Requests")), start=1
        ):
            self.add_page(self.page(route, title, f"Ctrl+{number}"))
        self.window.navigate("/dashboard")


_Part = TypeVar("_Part", bound=QObject)


def find(root: QObject, kind: type[_Part], name: str) -> _Part:
    """The one part of ``root`` with this object name."""
    part = root.findChild(kind, name)
    assert isinstance(part, kind), name
    return part


def unnamed(root: QWidget) -> list[str]:
    """Visible controls that the keyboard reaches but a screen reader or a test can't tell apart."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r} {widget.accessibleName()!r}"
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.objectName() and widget.accessibleName())
    ]
