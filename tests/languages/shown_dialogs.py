"""Everything that opens over a page: dialogs, menus and lists, each opened where a person finds it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QTableView,
    QWidget,
)

from binom_desktop.alert_values import AlertKind
from binom_desktop.desktop import Desktop
from binom_desktop.settings import AccountEntry
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.rename_dialog import RenameDialog
from tests.languages.demo_app import is_loaded, until

_NUMBERS = count()
_Open = Callable[[Desktop, MainWindow], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Surface:
    """What opens on the page of ``route``; ``shown`` is the name of its widget, empty for the popup that is open.

    What is a part of the page has a ``close_button``.
    """

    name: str
    route: str
    open: _Open
    shown: str
    close_button: str = ""


@asynccontextmanager
async def opened(surface: Surface, desktop: Desktop, window: MainWindow) -> AsyncIterator[QWidget]:
    """A surface while it is open."""
    window.navigate(surface.route)
    await until(partial(is_loaded, window))
    await surface.open(desktop, window)
    await until(lambda: _find(surface.shown) is not None)
    widget = _find(surface.shown)
    assert widget is not None
    yield widget
    if surface.close_button:
        _press(surface.close_button)
    elif isinstance(widget, QDialog):
        widget.done(0)
    else:
        widget.close()
    await until(lambda: QApplication.activePopupWidget() is None)


def _find(name: str) -> QWidget | None:
    """The widget of a name that is seen; without a name the popup that is open."""
    if not name:
        return QApplication.activePopupWidget()
    seen = (one for one in QApplication.allWidgets() if one.objectName() == name and one.isVisible())
    return next(seen, None)


def _named(kind: type[QWidget], name: str) -> QWidget:
    found = _find(name)
    assert isinstance(found, kind), name
    return found


def _press(name: str) -> None:
    button = _named(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled(), name
    button.click()


def _pressing(*names: str) -> _Open:
    async def open_it(_desktop: Desktop, _window: MainWindow) -> None:
        for name in names:
            _press(name)

    return open_it


def _choosing(button: str, action: str) -> _Open:
    """By an entry of the menu of a button."""

    async def open_it(_desktop: Desktop, window: MainWindow) -> None:
        _press(button)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        menu.close()
        found = window.findChild(QAction, action)
        assert isinstance(found, QAction), action
        found.trigger()

    return open_it


def _listing(box: str) -> _Open:
    async def open_it(_desktop: Desktop, window: MainWindow) -> None:
        found = _named(QComboBox, box)
        assert isinstance(found, QComboBox)
        for area in window.findChildren(QScrollArea):
            if area.isAncestorOf(found):
                area.ensureWidgetVisible(found)
        found.showPopup()

    return open_it


def _typing(table: str, key: Qt.Key) -> _Open:
    """By a key on a table's first row."""

    async def open_it(_desktop: Desktop, _window: MainWindow) -> None:
        found = _named(QTableView, table)
        assert isinstance(found, QTableView)
        await until(lambda: found.model().rowCount() > 0)
        found.setCurrentIndex(found.model().index(0, 0))
        QTest.keyClick(found, key)

    return open_it


def _asking_menu(table: str) -> _Open:
    """By the menu key on a table's first row."""

    async def open_it(_desktop: Desktop, _window: MainWindow) -> None:
        found = _named(QTableView, table)
        assert isinstance(found, QTableView)
        found.setCurrentIndex(found.model().index(0, 0))
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), found.mapToGlobal(QPoint(1, 1)))
        QGuiApplication.sendEvent(found, event)

    return open_it


async def _open_palette(_desktop: Desktop, window: MainWindow) -> None:
    next(action for action in window.actions() if action.objectName() == "commandPaletteAction").trigger()


async def _open_crash(desktop: Desktop, _window: MainWindow) -> None:
    # The same one is told only once, so it is another kind each time.
    desktop.show_unexpected_error(type(f"Error{next(_NUMBERS)}", (ValueError,), {})("How does it look?"))


async def _open_rename(desktop: Desktop, window: MainWindow) -> None:
    entry = AccountEntry("https://api.binom-router.com", "account", "A name of some length")
    RenameDialog(entry=entry, theme=desktop._theme, parent=window).open()


async def _shorten_history(_desktop: Desktop, _window: MainWindow) -> None:
    box = _named(QComboBox, "historyBox")
    assert isinstance(box, QComboBox)
    box.activated.emit(box.count() - 1)


async def _open_largest_rule(_desktop: Desktop, _window: MainWindow) -> None:
    _press("addRuleButton")
    for name, place in (("ruleKind", list(AlertKind).index(AlertKind.SPEND_ABOVE)), ("ruleScope", 1)):
        box = _named(QComboBox, name)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(place)


async def _open_licences(desktop: Desktop, window: MainWindow) -> None:
    await _choosing("helpButton", "licencesAction")(desktop, window)
    await until(lambda: _find("licencesDialog") is not None)
    parts = _named(QListWidget, "licenceList")
    assert isinstance(parts, QListWidget)
    await until(lambda: parts.count() > 0)


async def _create_key(_desktop: Desktop, _window: MainWindow) -> None:
    _press("createNewKeyButton")
    field = _named(QLineEdit, "descriptionField")
    assert isinstance(field, QLineEdit)
    field.setText("A key of a test")
    _press("keySubmitButton")


SURFACES = (
    Surface("help", "/dashboard", _pressing("helpButton"), "helpMenu"),
    Surface("account", "/dashboard", _pressing("accountButton"), "accountMenu"),
    Surface("shortcuts", "/dashboard", _choosing("helpButton", "shortcutsAction"), "shortcutSheet"),
    Surface("licences", "/dashboard", _open_licences, "licencesDialog"),
    Surface("about", "/dashboard", _choosing("helpButton", "aboutAction"), "aboutDialog"),
    Surface(
        "sign in", "/dashboard", _choosing("accountButton", "addAccountAction"), "signInPage", close_button="backButton"
    ),
    Surface("palette", "/dashboard", _open_palette, "commandPalette"),
    Surface("crash", "/dashboard", _open_crash, "crashDialog"),
    Surface("rename", "/dashboard", _open_rename, "renameDialog"),
    Surface("usage range", "/usage", _listing("usageRange"), ""),
    Surface("usage split", "/usage", _listing("usageSplit"), ""),
    Surface("usage comparison", "/usage", _listing("usageComparison"), ""),
    Surface("date filter", "/requests", _pressing("dateFilter"), "dateFilterMenu"),
    Surface("status filter", "/requests", _pressing("statusFilter"), "statusFilterMenu"),
    Surface("model filter", "/requests", _pressing("modelFilter"), "modelChoices"),
    Surface("endpoint filter", "/requests", _pressing("endpointFilter"), "endpointChoices"),
    Surface("key filter", "/requests", _pressing("keyFilter"), "keyChoices"),
    Surface("date range", "/requests", _choosing("dateFilter", "dateFilter_custom"), "dateRangeDialog"),
    Surface("columns", "/requests", _pressing("columnsButton"), ""),
    Surface("request", "/requests", _typing("requestsTable", Qt.Key.Key_Return), "requestDetail", "closeDetailsButton"),
    Surface("new key", "/keys", _pressing("createNewKeyButton"), "keyDialog"),
    Surface("secret", "/keys", _create_key, "secretDialog"),
    Surface("edit key", "/keys", _typing("apiKeysTable", Qt.Key.Key_F2), "keyDialog"),
    Surface("delete key", "/keys", _typing("apiKeysTable", Qt.Key.Key_Delete), "deleteKeyDialog"),
    Surface("key menu", "/keys", _asking_menu("apiKeysTable"), "keyMenu"),
    Surface("key", "/keys", _typing("apiKeysTable", Qt.Key.Key_Return), "keyDetail", "allKeysButton"),
    Surface("what if", "/billing", _listing("whatIfModels"), ""),
    Surface("new rule", "/alerts", _pressing("addRuleButton"), "alertRuleDialog"),
    Surface("largest rule", "/alerts", _open_largest_rule, "alertRuleDialog"),
    Surface("edit rule", "/alerts", _typing("alertRulesTable", Qt.Key.Key_Return), "alertRuleDialog"),
    Surface("restore rules", "/alerts", _pressing("restoreRulesButton"), "restoreRulesDialog"),
    Surface("delete rule", "/alerts", _typing("alertRulesTable", Qt.Key.Key_Delete), "deleteRuleDialog"),
    Surface("rule menu", "/alerts", _asking_menu("alertRulesTable"), "ruleMenu"),
    Surface("time zone", "/settings", _listing("timeZoneBox"), "timeZonePopup"),
    Surface("keep history", "/settings", _listing("historyBox"), ""),
    Surface("shorten history", "/settings", _shorten_history, "shortenHistoryDialog"),
)
