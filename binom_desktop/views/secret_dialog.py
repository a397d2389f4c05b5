"""Shows a new API key's secret, the one time that it can be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from binom_desktop.domain import Account, CreatedKey
from binom_desktop.errors import BinomError
from binom_desktop.presentation.error_text import connected_text, error_text
from binom_desktop.presentation.key_text import description_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.views import icons
from binom_desktop.views.announce import announce
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.secret_clipboard import CLEARED_AFTER_MS, SecretClipboard
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tokens import ICON_SIZE
from binom_desktop.views.value_text import ValueText

_LEAST_WIDTH = 540
_WARNING_HEIGHT = 52


class SecretText(ValueText):
    """Can be read and reached by keyboard, but not selected: what is selected is on X11's other clipboard at once."""

    copy_requested = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, monospace=True, parent=parent)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            event.ignore()


class SecretDialog(Dialog):
    """Its secret lives in it alone, and is gone with it. Every way out but `I've saved my key` asks first.

    ``closed`` comes at the end, ``test_requested`` with the secret to try.
    """

    test_requested = Signal(str)
    closed = Signal()

    def __init__(
        self, *, created: CreatedKey, clipboard: SecretClipboard, theme: Theme, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Save your API key")
        super().__init__(object_name="secretDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent)
        self._clipboard = clipboard
        self._asking = False
        note = self.tr(
            "This is the only time that the key for “{name}” is shown. Copy it now and store it where you keep secrets."
        )
        self.show_note(note.format(name=description_text(created.key)))
        self._secret = SecretText(theme=theme)
        self._secret.set_text(created.secret)
        self._warning_icon = QLabel()
        self._warning = self.label("secretWarning", Role.BANNER_TEXT, self._usual_warning())
        self._banner = QFrame()
        self._copy = self.add_button(self.tr("Copy to Clipboard"), "copySecretButton", Role.PRIMARY)
        self._back = self.add_button(self.tr("Go Back"), "secretBackButton")
        self._leave = self.add_button(self.tr("Close Without Saving"), "secretLeaveButton", Role.DANGER)
        self._test = self.add_button(self.tr("Test Key"), "testKeyButton")
        self._saved = self.add_button(self.tr("I've saved my key"), "savedKeyButton")
        for button in (self._back, self._leave, self._test, self._saved):
            # Enter presses what has the keyboard; everywhere else it copies.
            button.setAutoDefault(True)
        self._build()
        self._connect()
        self._show_asking()
        self._secret.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_account(self, account: Account) -> None:
        """The key works."""
        self._end_test()
        self.show_message(self.tr("It works. {connected}").format(connected=connected_text(account)), Tone.OK)

    def show_test_error(self, error: BinomError) -> None:
        """The key could not be tried, or doesn't work."""
        self._end_test()
        self.show_message(error_text(error), Tone.BAD)

    def ask_to_leave(self) -> None:
        """Ask whether the secret may be lost."""
        self._asking = True
        self._show_asking()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self._warning, self._warning.text())

    @override
    def reject(self) -> None:
        if self._asking:
            self._go_back()
        else:
            self.ask_to_leave()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.ask_to_leave()

    @override
    def done(self, result: int) -> None:
        self._secret.set_text("")
        super().done(result)
        self.closed.emit()

    def _build(self) -> None:
        self._secret.setObjectName("secretText")
        self._secret.setAccessibleName(self.tr("API Key"))
        frame = QFrame()
        frame.setObjectName("secretFrame")
        set_role(frame, Role.KEY_BOX)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 9, 9, 9)
        row.setSpacing(10)
        row.addWidget(self._secret, 1)
        self.buttons.removeWidget(self._copy)
        row.addWidget(self._copy)
        self._banner.setObjectName("secretBanner")
        set_role(self._banner, Role.BANNER)
        self._banner.setMinimumHeight(row_px(_WARNING_HEIGHT))
        warning = QHBoxLayout(self._banner)
        warning.setContentsMargins(12, 8, 12, 8)
        warning.setSpacing(10)
        self._warning_icon.setFixedSize(icons.icon_size())
        warning.addWidget(self._warning_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._warning.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        warning.addWidget(self._warning, 1)
        self.body.setSpacing(12)
        self.body.addWidget(frame)
        self.body.addWidget(self._banner)

    def _connect(self) -> None:
        self._secret.copy_requested.connect(self._on_copy_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._test.clicked.connect(self._on_test_clicked)
        self._saved.clicked.connect(self._on_saved_clicked)
        self._back.clicked.connect(self._on_back_clicked)
        self._leave.clicked.connect(self._on_leave_clicked)

    def _usual_warning(self) -> str:
        text = self.tr(
            "Anyone who has this key can spend your credits. The clipboard is cleared of it after {seconds} seconds."
        )
        return text.format(seconds=CLEARED_AFTER_MS // 1000)

    def _show_asking(self) -> None:
        tone = Tone.BAD if self._asking else Tone.WARN
        asks = self.tr("The key can't be shown again. Without it you would have to create another one.")
        self._warning.setText(asks if self._asking else self._usual_warning())
        for widget in (self._banner, self._warning):
            set_tone(widget, tone)
        ink = self._theme.tokens.tone(tone)
        self._warning_icon.setPixmap(icons.pixmap("triangle-alert", ink, text_px(ICON_SIZE), self.devicePixelRatioF()))
        for button in (self._test, self._saved):
            button.setVisible(not self._asking)
        for button in (self._back, self._leave):
            button.setVisible(self._asking)

    def _go_back(self) -> None:
        self._asking = False
        self._show_asking()
        self._saved.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_test(self) -> None:
        self._test.setEnabled(True)

    @Slot()
    def _on_copy_clicked(self) -> None:
        self._clipboard.put(self._secret.text)
        self.show_message(self.tr("Copied to the clipboard."), Tone.OK)

    @Slot()
    def _on_test_clicked(self) -> None:
        self._test.setEnabled(False)
        self.show_message(self.tr("Asking the server…"), Tone.NEUTRAL)
        self.test_requested.emit(self._secret.text)

    @Slot()
    def _on_saved_clicked(self) -> None:
        self.accept()

    @Slot()
    def _on_back_clicked(self) -> None:
        self._go_back()

    @Slot()
    def _on_leave_clicked(self) -> None:
        self.done(0)
