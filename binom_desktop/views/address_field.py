"""IP addresses and CIDR blocks: typed one after the other, each checked while it is typed and kept as a chip."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.presentation.check import Verdict
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.key_text import check_address, normalised_address
from binom_desktop.presentation.tone import Tone
from binom_desktop.views import icons
from binom_desktop.views.announce import announce
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.reading_order import mirrored
from binom_desktop.views.text_size import row_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone

_ICON = 12
# More chips than fit into this are scrolled: a hundred would be higher than a screen.
_MOST_HEIGHT = 132
_APART = re.compile(r"[\s,;]+")
_REMOVING_KEYS = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class AddressChip(QPushButton):
    """An address that is kept; a click, Enter, Delete or Backspace removes it."""

    removal_requested = Signal(str)

    def __init__(self, *, address: str, theme: Theme, parent: QWidget | None = None) -> None:
        # An ampersand would be the mark of a letter to press.
        super().__init__(safe_line(address).replace("&", "&&"), parent)
        self.address = address
        self.setObjectName(f"address {address}")
        self.setAccessibleName(self.tr("Remove {address}").format(address=safe_line(address)))
        self.setAutoDefault(False)
        # The cross stands behind the address.
        behind = Qt.LayoutDirection.LeftToRight if mirrored() else Qt.LayoutDirection.RightToLeft
        self.setLayoutDirection(behind)
        self.setIconSize(icons.icon_size(_ICON))
        self.setIcon(icons.icon("x", theme.tokens.text2, theme.tokens.text3, _ICON))
        set_role(self, Role.ADDRESS)
        self.clicked.connect(self._on_clicked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _REMOVING_KEYS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.removal_requested.emit(self.address)


class AddressField(QWidget):
    """Enter, a comma or Add keeps what is typed; a pasted list is taken apart. The server would write them the same."""

    changed = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._addresses: list[str] = []
        self._enabled = True
        self.line = QLineEdit()
        self._add = QPushButton(self.tr("Add"))
        self._message = QLabel()
        self._chips = FlowRow(spacing=6)
        self._scroll_area = QScrollArea()
        self._build()
        self.line.textChanged.connect(self._on_line_text_changed)
        self._add.clicked.connect(self._on_add_clicked)
        self._show()

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is kept."""
        return tuple(self._addresses)

    @property
    def unfinished(self) -> bool:
        """Whether something stands in the field that is not kept yet."""
        return bool(self.line.text().strip())

    def set_addresses(self, addresses: Sequence[str]) -> None:
        """Keep exactly these."""
        self._addresses = list(addresses)
        self._show_chips()
        self._show()

    def keep_typed(self) -> bool:
        """Keep what stands in the field, if it is right; tells whether nothing is left there."""
        left = []
        for part in _APART.split(self.line.text().strip()):
            if not part:
                continue
            if check_address(part, self._addresses).verdict is Verdict.GOOD:
                self._addresses.append(normalised_address(part))
            elif not self._is_kept(part):
                left.append(part)
        self._show_chips()
        self.line.setText(" ".join(left))
        self._show()
        self.changed.emit()
        return not left

    def show_error(self, text: str) -> None:
        """Say what the server has against the addresses."""
        self._say(text, Tone.BAD)

    def set_read_only(self, read_only: bool) -> None:
        """Hold everything while an answer is awaited."""
        self._enabled = not read_only
        self.line.setReadOnly(read_only)
        for chip in self._chips.findChildren(AddressChip):
            chip.setEnabled(not read_only)
        self._show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._chips and event.type() is QEvent.Type.Resize:
            self._fit_chips()
        elif isinstance(watched, AddressChip) and event.type() is QEvent.Type.FocusIn:
            self._scroll_area.ensureWidgetVisible(watched, 0, 0)
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif self._add.hasFocus():
            self._add.click()
        elif self.line.hasFocus() and self.unfinished:
            self.keep_typed()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.line.setObjectName("addressField")
        self.line.setPlaceholderText(self.tr("203.0.113.7 or 2001:db8::/32"))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhPreferNumbers)
        self._add.setObjectName("addAddressButton")
        self._add.setAccessibleName(self.tr("Add address"))
        self._add.setAutoDefault(False)
        self._message.setObjectName("addressMessage")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        set_role(self._message, Role.MESSAGE)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self._message)
        self._scroll_area.setObjectName("addressScrollArea")
        self._scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll_area.setWidgetResizable(True)
        self._scroll_area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_role(self._chips, Role.CANVAS)
        self._scroll_area.setWidget(self._chips)
        self._chips.installEventFilter(self)
        layout.addWidget(self._scroll_area)

    def _show_chips(self) -> None:
        for chip in self._chips.findChildren(AddressChip):
            self._chips.remove(chip)
        for address in self._addresses:
            chip = AddressChip(address=address, theme=self._theme)
            chip.removal_requested.connect(self._on_chip_removal_requested)
            chip.installEventFilter(self)
            self._chips.add(chip)
            chip.show()
        self._scroll_area.setVisible(bool(self._addresses))
        self._chips.place()
        self._fit_chips()

    def _fit_chips(self) -> None:
        self._scroll_area.setFixedHeight(min(self._chips.height(), row_px(_MOST_HEIGHT)))

    def _show(self) -> None:
        """Say how what is typed stands, or what no address at all means."""
        text = self.line.text()
        check = check_address(text, self._addresses)
        several = len(_APART.split(text.strip())) > 1
        self._add.setEnabled(self._enabled and (several or check.verdict is Verdict.GOOD))
        if several:
            parts = (check_address(part, self._addresses) for part in _APART.split(text.strip()) if part)
            wrong = [part.text for part in parts if part.verdict is not Verdict.GOOD]
            self._say(wrong[0] if wrong else "", Tone.BAD)
        elif not text.strip():
            self._say("" if self._addresses else self.tr("None: the key works from any address."), Tone.NEUTRAL)
        else:
            self._say(check.text, Tone.BAD if check.verdict is Verdict.WRONG else Tone.NEUTRAL)

    def _say(self, text: str, tone: Tone) -> None:
        self._message.setText(text)
        self._message.setVisible(bool(text))
        set_tone(self._message, tone)
        set_tone(self.line, tone)
        self.line.setAccessibleDescription(text)

    def _is_kept(self, part: str) -> bool:
        try:
            return normalised_address(part) in self._addresses
        except ValueError:
            return False

    @Slot(str)
    def _on_line_text_changed(self, text: str) -> None:
        if text[-1:] in {",", ";"}:
            self.keep_typed()
            return
        self._show()
        self.changed.emit()

    @Slot()
    def _on_add_clicked(self) -> None:
        self.keep_typed()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_chip_removal_requested(self, address: str) -> None:
        place = self._addresses.index(address)
        self._addresses.remove(address)
        self._show_chips()
        self._show()
        self.changed.emit()
        announce(self, self.tr("{address} removed").format(address=safe_line(address)))
        chips = self._chips.findChildren(AddressChip)
        chips = [chip for chip in chips if chip.address in self._addresses]
        following = chips[min(place, len(chips) - 1)] if chips else self.line
        following.setFocus(Qt.FocusReason.OtherFocusReason)
