"""The shell as a person uses it: mouse, keyboard, screen reader, small and large windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QScrollArea, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.presentation.connection_text import ConnectionAction
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.banner import Banner
from binom_desktop.views.main_window import ClosePolicy
from binom_desktop.views.page import Page, PageEntry
from binom_desktop.views.sidebar import NavigationList, Sidebar
from tests.views.shell_parts import AS_OF_MS, HOSTILE_NAME, Shell, account, find, unnamed


@pytest.fixture
def shell(qapp: QApplication, qtbot: QtBot) -> Iterator[Shell]:
    shell = Shell(qapp)
    qtbot.addWidget(shell.window)
    shell.add_three_pages()
    shell.account.set_account(account())
    shell.connection.set_connection(Connection(ConnectionState.LIVE))
    shell.window.show()
    qtbot.waitExposed(shell.window)
    yield shell
    shell.window.hide()


def navigation(shell: Shell) -> NavigationList:
    return find(shell.window, NavigationList, "navigation")


def page(shell: Shell) -> Page:
    stack = find(shell.window, QStackedWidget, "pages")
    current = stack.currentWidget()
    assert isinstance(current, Page)
    return current


def click_row(qtbot: QtBot, shell: Shell, row: int) -> None:
    rows = navigation(shell)
    middle = rows.visualItemRect(rows.item(row)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_only_registered_pages_stand_in_the_sidebar(qapp: QApplication, qtbot: QtBot) -> None:
    shell = Shell(qapp)
    qtbot.addWidget(shell.window)
    overview = shell.page("/dashboard", "Overview", "Ctrl+1")
    shell.add_page(overview)
    shell.window.navigate("/dashboard")
    assert [navigation(shell).item(row).text() for row in range(navigation(shell).count())] == ["Overview"]
    assert overview.available_routes == {"/dashboard"}
    assert not shell.window.navigate("/keys")

    with qtbot.waitSignal(overview.available_routes_changed):
        shell.add_page(shell.page("/keys", "API Keys", "Ctrl+4"))

    assert overview.available_routes == {"/dashboard", "/keys"}
    assert shell.window.route == "/dashboard"
    overview.route_requested.emit("/keys")
    assert shell.window.route == "/keys"


def test_a_click_opens_the_page(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.window.route_changed) as changed:
        click_row(qtbot, shell, 2)

    assert changed.args == ["/requests"]
    assert page(shell).isVisible()
    assert page(shell).accessibleName() == "Requests"


def test_arrow_keys_move_through_the_pages(shell: Shell, qtbot: QtBot) -> None:
    navigation(shell).setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(navigation(shell), Qt.Key.Key_Down)
    assert shell.window.route == "/usage"
    QTest.keyClick(navigation(shell), Qt.Key.Key_End)
    assert shell.window.route == "/requests"
    QTest.keyClick(navigation(shell), Qt.Key.Key_Up)
    assert shell.window.route == "/usage"


def test_a_screen_reader_selects_a_row(shell: Shell) -> None:
    rows = navigation(shell)

    rows.selectionModel().select(rows.model().index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    assert shell.window.route == "/usage"
    assert rows.currentRow() == 1
    rows.clearSelection()
    assert [item.text() for item in rows.selectedItems()] == ["Usage"]


def test_shortcuts_open_pages_and_give_them_the_keyboard(shell: Shell, qtbot: QtBot) -> None:
    QTest.keyClick(shell.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert shell.window.route == "/usage"
    assert [item.text() for item in navigation(shell).selectedItems()] == ["Usage"]
    body = find(page(shell), QScrollArea, "pageScrollArea")
    assert body.hasFocus()
    QTest.keyClick(body, Qt.Key.Key_PageDown)
    assert body.verticalScrollBar().value() > 0
    QTest.keyClick(shell.window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.route == "/usage"


def test_refresh_by_button_and_by_key(shell: Shell, qtbot: QtBot) -> None:
    button = find(page(shell), QPushButton, "refreshButton")

    with qtbot.waitSignal(shell.window.refresh_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(shell.window.refresh_requested):
        QTest.keyClick(shell.window, Qt.Key.Key_F5)


def test_quit_by_key(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.window.quit_requested):
        QTest.keyClick(shell.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_closing_hides_where_there_is_a_tray_and_asks_to_quit_where_there_is_none(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.window.quit_requested):
        shell.window.close()
    assert shell.window.isVisible()

    shell.policy = ClosePolicy.HIDE
    with qtbot.waitSignal(shell.window.hidden_to_tray), qtbot.assertNotEmitted(shell.window.quit_requested):
        shell.window.close()
    assert not shell.window.isVisible()

    shell.window.raise_to_front()
    assert shell.window.isVisible()


def test_the_connection_has_its_exact_accessible_name(shell: Shell) -> None:
    indicator = find(page(shell), QFrame, "connectionIndicator")
    assert indicator.accessibleName() == "Connection: Live"
    interface = QAccessible.queryAccessibleInterface(indicator)
    assert interface.text(QAccessible.Text.Name) == "Connection: Live"

    shell.connection.set_connection(Connection(ConnectionState.OFFLINE, no_network=True))

    assert indicator.accessibleName() == "Connection: Offline"
    assert find(indicator, QLabel, "connectionWord").text() == "Offline"


def test_the_banner_stands_on_every_page_and_passes_on_its_button(shell: Shell, qtbot: QtBot) -> None:
    retry_at_s = shell.clocks.monotonic_s + 8
    shell.connection.set_connection(Connection(ConnectionState.REJOINING, retry_at_s=retry_at_s))

    for route in ("/dashboard", "/usage"):
        shell.window.navigate(route)
        banner = find(page(shell), Banner, "connectionBanner")
        assert banner.isVisible()
        assert banner.text == "Rejoin failed. Trying again in 8 s."
        button = find(banner, QPushButton, "connectionBannerAction")
        assert (button.text(), button.accessibleName()) == ("Retry Now", "Retry Now")
        with qtbot.waitSignal(shell.window.connection_action_requested) as asked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [ConnectionAction.RETRY]

    shell.connection.set_connection(Connection(ConnectionState.LIVE))
    assert not find(page(shell), Banner, "connectionBanner").isVisible()


def test_the_countdown_rests_while_the_window_is_hidden(shell: Shell) -> None:
    retry_at_s = shell.clocks.monotonic_s + 60
    shell.connection.set_connection(Connection(ConnectionState.REJOINING, retry_at_s=retry_at_s))
    counting = [shell.connection.counting]

    shell.window.hide()
    counting.append(shell.connection.counting)
    shell.window.show()
    counting.append(shell.connection.counting)

    assert counting == [True, False, True]


def test_updated_tells_the_age_once_not_live(shell: Shell) -> None:
    label = find(page(shell), QLabel, "updatedLabel")
    assert (label.text(), label.toolTip()) == ("Updated 08:15:30", "Figures as of 2026-11-23 08:15:30 UTC")

    shell.clocks.wall_ms = AS_OF_MS + 240_000
    shell.connection.set_connection(Connection(ConnectionState.REJOINING))

    assert label.text() == "Updated 4 min ago"


@pytest.mark.parametrize(("width", "folded"), [(800, True), (959, True), (960, False), (1280, False)])
def test_the_sidebar_folds_to_icons_with_tooltips(shell: Shell, qtbot: QtBot, width: int, folded: bool) -> None:
    shell.window.resize(width, 600)
    sidebar = find(shell.window, Sidebar, "sidebar")
    qtbot.waitUntil(lambda: sidebar.folded is folded)

    assert find(sidebar, QLabel, "applicationName").isVisible() is not folded
    assert navigation(shell).item(0).toolTip() == "Overview (Ctrl+1)"
    assert navigation(shell).item(0).text() == "Overview"
    if not folded:
        assert sidebar.width() == 216


def test_pages_learn_whether_there_is_room(shell: Shell, qtbot: QtBot) -> None:
    for width, wide in ((1099, False), (1100, True), (800, False), (1920, True)):
        with qtbot.waitSignal(page(shell).wide_changed) as changed:
            shell.window.resize(width, 700)
        assert changed.args == [wide]


@pytest.mark.parametrize("size", [QSize(800, 600), QSize(480, 400), QSize(1920, 1080)])
def test_nothing_in_the_header_leaves_the_window_or_overlaps(shell: Shell, qtbot: QtBot, size: QSize) -> None:
    shell.account.set_account(account(HOSTILE_NAME))
    page(shell).set_title(shell.account.greeting)
    page(shell).set_subtitle(shell.account.summary)
    shell.connection.set_connection(Connection(ConnectionState.REJOINING))
    shell.window.resize(size)
    word = find(page(shell), QLabel, "connectionWord")
    qtbot.waitUntil(lambda: shell.window.size() == size and word.width() >= word.sizeHint().width())

    parts = [
        find(page(shell), QWidget, name)
        for name in ("pageTitle", "connectionIndicator", "updatedLabel", "refreshButton")
    ]
    places = [part.rect().translated(part.mapTo(shell.window, QPoint(0, 0))) for part in parts]
    assert [place for place in places if not shell.window.rect().contains(place)] == []
    assert [(a, b) for index, a in enumerate(places) for b in places[:index] if a.intersects(b)] == []
    for part in parts[1:]:
        assert part.width() >= part.sizeHint().width()


def test_a_hostile_name_is_shown_as_plain_text(shell: Shell) -> None:
    shell.account.set_account(account(HOSTILE_NAME))
    username = find(shell.window, QLabel, "accountUsername")

    assert username.textFormat() is Qt.TextFormat.PlainText
    assert username.text().startswith("<b>bold</b> ")
    assert "\u202e" not in username.text()
    assert "<b>" not in find(shell.window, QWidget, "accountBlock").toolTip()


def test_every_control_has_a_name_and_an_object_name(shell: Shell) -> None:
    shell.connection.set_connection(Connection(ConnectionState.PAUSED))
    shell.window.show_notice("Low credit: $4.20 left", Tone.WARN)

    assert unnamed(shell.window) == []
    actions = shell.window.findChildren(QAction)
    assert [action.text() for action in shell.window.actions() if not action.objectName()] == []
    assert actions


def test_tab_reaches_every_control_with_a_ring_around_it(shell: Shell, qtbot: QtBot, qapp: QApplication) -> None:
    shell.connection.set_connection(Connection(ConnectionState.PAUSED))
    ring = find(shell.window, QWidget, "focusRing")
    navigation(shell).setFocus(Qt.FocusReason.TabFocusReason)
    reached = {}
    for _ in range(6):
        QTest.keyClick(qapp.focusWidget() or shell.window, Qt.Key.Key_Tab)
        focused = qapp.focusWidget()
        assert focused is not None
        around = ring.geometry() if ring.isVisible() else None
        reached[focused.objectName()] = around
        if around is not None:
            corner = focused.mapTo(shell.window, QPoint(0, 0))
            assert around.contains(focused.rect().translated(corner).intersected(shell.window.rect()))

    assert {"refreshButton", "connectionBannerAction", "pageScrollArea", "navigation"} <= set(reached)
    assert reached["refreshButton"] is not None
    assert reached["refreshButton"].width() == find(page(shell), QPushButton, "refreshButton").width() + 8


def test_no_ring_where_the_mouse_leads(shell: Shell, qtbot: QtBot) -> None:
    button = find(page(shell), QPushButton, "refreshButton")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ring = find(shell.window, QWidget, "focusRing")
    qtbot.waitUntil(ring.isVisible)

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert not ring.isVisible()


def test_sign_in_stands_alone_and_the_pages_come_back(shell: Shell, qtbot: QtBot) -> None:
    sign_in = QWidget()
    shell.window.set_sign_in_page(sign_in)
    shell.window.navigate("/usage")

    shell.window.show_sign_in()
    assert shell.window.signing_in
    assert sign_in.isVisible()
    assert not navigation(shell).isVisible()
    with qtbot.assertNotEmitted(shell.window.refresh_requested):
        QTest.keyClick(shell.window, Qt.Key.Key_F5)

    shell.window.show_pages()
    assert not sign_in.isVisible()
    assert shell.window.route == "/usage"


def test_a_notice_stands_over_sign_in_too(shell: Shell) -> None:
    shell.window.set_sign_in_page(QWidget())
    shell.window.show_sign_in()
    notice = find(shell.window, Banner, "notice")
    shell.window.show_notice("The key may still be in the keyring.", Tone.BAD)
    assert notice.isVisible()

    shell.window.show_pages()
    assert notice.isVisible()
    assert navigation(shell).isVisible()


def test_a_notice_stays_until_it_is_dismissed(shell: Shell, qtbot: QtBot) -> None:
    shell.window.show_notice("There is no tray here.")
    notice = find(shell.window, Banner, "notice")
    shell.window.navigate("/usage")
    assert (notice.isVisible(), notice.text) == (True, "There is no tray here.")

    QTest.mouseClick(find(notice, QPushButton, "noticeAction"), Qt.MouseButton.LeftButton)

    assert not notice.isVisible()


def test_what_was_said_of_an_account_goes_with_it(shell: Shell) -> None:
    notice = find(shell.window, Banner, "notice")
    shell.window.show_account_notice("The key Staging was deleted.")
    shell.window.drop_account_notice()
    assert not notice.isVisible()

    shell.window.show_account_notice("The key Staging was deleted.")
    shell.window.show_notice("There is no tray here.")
    shell.window.drop_account_notice()
    assert notice.isVisible()


def test_a_page_is_built_when_somebody_first_goes_there(shell: Shell) -> None:
    built: list[Page] = []

    def build() -> Page:
        built.append(shell.page("/keys", "API Keys", "Ctrl+4"))
        return built[-1]

    shell.window.add_page(PageEntry("/keys", "API Keys", "key-round", "Ctrl+4"), build)
    assert "/keys" in shell.window.routes
    assert built == []
    (action,) = (action for action in shell.window.actions() if action.shortcut() == QKeySequence("Ctrl+4"))
    action.trigger()
    assert (shell.window.route, shell.window.page_title) == ("/keys", "API Keys")
    shell.window.navigate("/dashboard")
    shell.window.navigate("/keys")
    assert len(built) == 1
    assert built[0].available_routes == shell.window.routes
