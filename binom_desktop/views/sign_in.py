"""Sign In: server, key, and a way in without either."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from binom_desktop.domain import Account
from binom_desktop.presentation.about_text import HelpTopic, opens_text
from binom_desktop.presentation.check import Verdict
from binom_desktop.presentation.error_text import connected_text, error_text
from binom_desktop.presentation.sign_in_text import (
    DEFAULT_SERVER,
    check_key,
    check_server,
    server_origin,
)
from binom_desktop.presentation.tone import Tone
from binom_desktop.views import icons
from binom_desktop.views.announce import announce
from binom_desktop.views.field_check import show_check
from binom_desktop.views.help_menu import HelpMenu
from binom_desktop.views.page import KEYS_DOCUMENTATION_URL
from binom_desktop.views.sidebar import Logo
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone

_CARD_WIDTH = 440
_LOGO_SIZE = 40


class SignInPage(QWidget):
    """Asks for a server and a key, checked while they are typed. The key lives in its field alone."""

    test_requested = Signal(str, str)
    sign_in_requested = Signal(str, str)
    demo_requested = Signal()
    back_requested = Signal()
    help_requested = Signal(HelpTopic)
    open_url_requested = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._busy = False
        self._focus_before: QWidget | None = None
        self.setObjectName("signInPage")
        self.setAccessibleName(self.tr("Sign In"))
        set_role(self, Role.CANVAS)
        self._server = QLineEdit(DEFAULT_SERVER)
        self._server_message = QLabel()
        self._key = QLineEdit()
        self._key_message = QLabel()
        self._show_key = QToolButton()
        self._result = QLabel()
        self._test = QPushButton(self.tr("Test Connection"))
        self._sign_in = QPushButton(self.tr("Sign In"))
        self._demo = QPushButton(self.tr("Try the Demo"))
        self._back = QPushButton(self.tr("Back"))
        self._find_key = QPushButton(self.tr("Where to find a key"))
        self._help = QPushButton(self.tr("Help"))
        self._help_menu = HelpMenu(anchor=self._help, parent=self)
        self._prepare_fields()
        self._prepare_buttons()
        self._build()
        self._connect()
        self._show_theme()
        self._show_checks()

    def set_server(self, origin: str) -> None:
        """Fill in the server, for an account that signs in again."""
        self._server.setText(origin)

    def set_can_go_back(self, can: bool) -> None:
        """Offer the way back to the account that is shown meanwhile."""
        self._back.setVisible(can)

    def set_busy(self, busy: bool) -> None:
        """Hold the form while an answer is awaited."""
        if busy == self._busy:
            return
        self._busy = busy
        if busy:
            self._focus_before = self.focusWidget()
            self._show_result(self.tr("Asking the server…"), Tone.NEUTRAL)
        for field in (self._server, self._key):
            field.setReadOnly(busy)
        self._demo.setEnabled(not busy)
        self._show_checks()
        if not busy and self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_result(self, account: Account) -> None:
        """A connection test went well."""
        self.set_busy(False)
        self._show_result(connected_text(account), Tone.OK)

    def show_error(self, error: BaseException) -> None:
        """A connection test or a sign-in failed."""
        self.set_busy(False)
        self._show_result(error_text(error), Tone.BAD)

    def clear_key(self) -> None:
        """Forget the key and what was said about it."""
        # setText, unlike clear(), leaves nothing behind to undo.
        self._key.setText("")
        self._show_key.setChecked(False)
        self._result.hide()

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _prepare_fields(self) -> None:
        self._server.setObjectName("serverField")
        self._server.setAccessibleName(self.tr("Server"))
        self._server.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._key.setObjectName("keyField")
        self._key.setAccessibleName(self.tr("API Key"))
        self._key.setPlaceholderText("binom_sk_…")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._show_key.setObjectName("showKeyButton")
        self._show_key.setAccessibleName(self.tr("Show key"))
        self._show_key.setToolTip(self.tr("Show key"))
        self._show_key.setCheckable(True)
        set_role(self._show_key, Role.ICON_BUTTON)
        self._show_key.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for label, name in (
            (self._server_message, "serverMessage"),
            (self._key_message, "keyMessage"),
            (self._result, "connectionResult"),
        ):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.hide()
            set_role(label, Role.MESSAGE)

    def _prepare_buttons(self) -> None:
        for button, name in (
            (self._test, "testConnectionButton"),
            (self._sign_in, "signInButton"),
            (self._demo, "demoButton"),
            (self._back, "backButton"),
            (self._find_key, "findKeyButton"),
            (self._help, "signInHelpButton"),
        ):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
        set_role(self._sign_in, Role.PRIMARY)
        self._find_key.setToolTip(opens_text(KEYS_DOCUMENTATION_URL))
        set_role(self._find_key, Role.LINK)
        for quiet in (self._back, self._help):
            set_role(quiet, Role.QUIET)
        self._back.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        self._back.hide()

    def _build(self) -> None:
        card = QFrame()
        card.setObjectName("signInCard")
        card.setMaximumWidth(text_px(_CARD_WIDTH))
        set_role(card, Role.CARD)
        form = QVBoxLayout(card)
        form.setContentsMargins(28, 28, 28, 24)
        form.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Logo(theme=self._theme, size=text_px(_LOGO_SIZE)))
        head.addStretch(1)
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._help, 0, Qt.AlignmentFlag.AlignTop)
        form.addLayout(head)
        form.addSpacing(10)
        form.addWidget(self._words(self.tr("Sign in to Binom Desktop"), "signInTitle", Role.PAGE_TITLE))
        form.addWidget(
            self._words(
                self.tr("See what your Binom.Router account spends, live. An API key is all it takes."),
                "signInSubtitle",
                Role.SUBTITLE,
            )
        )
        form.addSpacing(14)
        form.addWidget(self._field_label(self.tr("&Server"), self._server))
        form.addWidget(self._server)
        form.addWidget(self._server_message)
        form.addSpacing(8)
        form.addWidget(self._field_label(self.tr("API &Key"), self._key))
        key_row = QHBoxLayout()
        key_row.setSpacing(8)
        key_row.addWidget(self._key, 1)
        key_row.addWidget(self._show_key)
        form.addLayout(key_row)
        form.addWidget(self._key_message)
        form.addWidget(self._find_key, 0, Qt.AlignmentFlag.AlignLeading)
        form.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._test, 1)
        buttons.addWidget(self._sign_in, 1)
        form.addLayout(buttons)
        form.addSpacing(2)
        form.addWidget(self._result)
        form.addSpacing(10)
        form.addLayout(self._demo_block())
        self._place_in_the_middle(card)

    def _demo_block(self) -> QVBoxLayout:
        block = QVBoxLayout()
        block.setSpacing(12)
        rule = QFrame()
        set_role(rule, Role.RULE)
        row = QHBoxLayout()
        row.setSpacing(12)
        words = self._words(
            self.tr("No key at hand? The demo runs on this computer, with made-up data."), "demoText", Role.SECONDARY
        )
        row.addWidget(words, 1)
        row.addWidget(self._demo)
        block.addWidget(rule)
        block.addLayout(row)
        return block

    def _place_in_the_middle(self, card: QFrame) -> None:
        content = QWidget()
        set_role(content, Role.CANVAS)
        middle = QVBoxLayout(content)
        middle.setContentsMargins(16, 24, 16, 24)
        middle.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        # As wide as it may be, where the window has room for that.
        row.addWidget(card, 1000)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(3)
        area = QScrollArea()
        area.setObjectName("signInScrollArea")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _words(self, text: str, object_name: str, role: Role) -> QLabel:
        label = QLabel(text)
        label.setObjectName(object_name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        set_role(label, role)
        return label

    def _field_label(self, text: str, field: QWidget) -> QLabel:
        label = QLabel(text)
        label.setObjectName(f"{field.objectName()}Label")
        label.setBuddy(field)
        set_role(label, Role.FIELD_LABEL)
        return label

    def _connect(self) -> None:
        self._server.textChanged.connect(self._on_field_text_changed)
        self._key.textChanged.connect(self._on_field_text_changed)
        self._server.returnPressed.connect(self._on_field_return_pressed)
        self._key.returnPressed.connect(self._on_field_return_pressed)
        self._show_key.toggled.connect(self._on_show_key_toggled)
        self._test.clicked.connect(self._on_test_clicked)
        self._sign_in.clicked.connect(self._on_sign_in_clicked)
        self._demo.clicked.connect(self._on_demo_clicked)
        self._back.clicked.connect(self._on_back_clicked)
        self._find_key.clicked.connect(self._on_find_key_clicked)
        self._help.clicked.connect(self._on_help_clicked)
        self._help_menu.chosen.connect(self.help_requested)
        self._theme.changed.connect(self._on_theme_changed)

    def _show_theme(self) -> None:
        name = "eye-off" if self._show_key.isChecked() else "eye"
        self._show_key.setIcon(icons.icon(name, self._theme.tokens.text2))
        self._show_key.setIconSize(icons.icon_size())

    def _show_checks(self) -> None:
        server, key = check_server(self._server.text()), check_key(self._key.text())
        show_check(self._server, self._server_message, server)
        show_check(self._key, self._key_message, key)
        ready = server.verdict is Verdict.GOOD and key.verdict is Verdict.GOOD and not self._busy
        self._test.setEnabled(ready)
        self._sign_in.setEnabled(ready)

    def _show_result(self, text: str, tone: Tone) -> None:
        self._result.setText(text)
        set_tone(self._result, tone)
        self._result.show()
        announce(self._result, text)

    @Slot()
    def _on_field_text_changed(self) -> None:
        # An answer about another server or key says nothing about this one.
        self._result.hide()
        self._show_checks()

    @Slot()
    def _on_field_return_pressed(self) -> None:
        self._sign_in.click()

    @Slot(bool)
    def _on_show_key_toggled(self, shown: bool) -> None:
        self._key.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._show_theme()

    @Slot()
    def _on_test_clicked(self) -> None:
        self.test_requested.emit(server_origin(self._server.text()), self._key.text().strip())

    @Slot()
    def _on_sign_in_clicked(self) -> None:
        self.sign_in_requested.emit(server_origin(self._server.text()), self._key.text().strip())

    @Slot()
    def _on_back_clicked(self) -> None:
        self.clear_key()
        self.back_requested.emit()

    @Slot()
    def _on_demo_clicked(self) -> None:
        self.demo_requested.emit()

    @Slot()
    def _on_find_key_clicked(self) -> None:
        self.open_url_requested.emit(KEYS_DOCUMENTATION_URL)

    @Slot()
    def _on_help_clicked(self) -> None:
        self._help_menu.open_below()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()
