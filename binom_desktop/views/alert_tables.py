"""The alert rules as a table with a switch a row, and how a severity is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QWidget
from typing_extensions import override

from binom_desktop.domain import Severity
from binom_desktop.models.alert_rules import AlertRulesModel, RuleColumn
from binom_desktop.models.keyed_rows import Index
from binom_desktop.presentation.alert_text import severity_icon, severity_tone
from binom_desktop.views import icons
from binom_desktop.views.pill import PILL_PADDING, paint_pill
from binom_desktop.views.quiet_table import ColumnWidths, QuietDelegate, QuietTable
from binom_desktop.views.switch import TRACK_WIDTH, Switch
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CELL_PADDING, TABLE

RULE_ROW_HEIGHT = 40
_ICON = 14
GAP = 6
LEAST_SENTENCE = 170
WIDEST_SENTENCE = 560


class AlertDelegate(QuietDelegate):
    """Paints what rules, alerts and notifications have alike: a severity is an icon and a word."""

    def __init__(
        self, *, theme: Theme, table: QuietTable, severity_column: int, severity: Callable[[int], Severity]
    ) -> None:
        super().__init__(theme=theme, table=table)
        self._severity_column = severity_column
        self._severity = severity

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        painter.setFont(self._font(index))
        if index.column() == self._severity_column:
            severity = self._severity(index.row())
            color = self._theme.tokens.tone(severity_tone(severity))
            ratio = painter.device().devicePixelRatioF()
            size = text_px(_ICON)
            place = self._leading(painter, rect, size)
            painter.drawPixmap(place.topLeft(), icons.pixmap(severity_icon(severity), color, size, ratio))
            self.write(
                painter, self._behind(painter, rect, size), index, self._theme.tone_color(severity_tone(severity))
            )
        else:
            self.write(painter, rect, index, self._theme.color(self._ink(index)))

    @override
    def content_width(self, index: Index) -> int:
        width = QFontMetrics(self._font(index)).horizontalAdvance(str(index.data() or "")) + 2 * CELL_PADDING + 2
        return width + self._room_before(index)

    def _room_before(self, index: Index) -> int:
        return text_px(_ICON) + GAP if index.column() == self._severity_column else 0

    def _font(self, _index: Index) -> QFont:
        return self._theme.font(TABLE)

    def _ink(self, _index: Index) -> str:
        return "text"

    def _leading(self, painter: QPainter, rect: QRect, size: int) -> QRect:
        """Where a sign of ``size`` stands before the words."""
        left_centre = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return QStyle.alignedRect(painter.layoutDirection(), left_centre, QSize(size, size), rect)

    def _behind(self, painter: QPainter, rect: QRect, size: int) -> QRect:
        """Where the words stand behind it."""
        return QStyle.visualRect(painter.layoutDirection(), rect, rect.adjusted(size + GAP, 0, 0, 0))


class RuleDelegate(AlertDelegate):
    """Where a rule stands is a pill; its switch stands in the cell itself."""

    def __init__(self, *, theme: Theme, table: QuietTable, model: AlertRulesModel) -> None:
        super().__init__(
            theme=theme,
            table=table,
            severity_column=RuleColumn.SEVERITY,
            severity=lambda row: model.at(row).rule.severity,
        )
        self._rules = model

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if index.column() == RuleColumn.ENABLED:
            return
        if index.column() == RuleColumn.STATE:
            tone, font = self._rules.state_tone(index.row()), self._font(index)
            paint_pill(painter, rect, str(index.data() or ""), tone, font=font, tokens=self._theme.tokens)
            return
        super().paint_content(painter, rect, index)

    @override
    def content_width(self, index: Index) -> int:
        if index.column() == RuleColumn.ENABLED:
            return text_px(TRACK_WIDTH) + 2 * CELL_PADDING + 4
        return super().content_width(index)

    @override
    def _room_before(self, index: Index) -> int:
        return 2 * PILL_PADDING if index.column() == RuleColumn.STATE else super()._room_before(index)

    @override
    def _font(self, index: Index) -> QFont:
        if index.column() == RuleColumn.STATE:
            return self._theme.font(CAPTION, QFont.Weight.DemiBold)
        weight = QFont.Weight.DemiBold if index.column() == RuleColumn.RULE else QFont.Weight.Normal
        return self._theme.font(TABLE, weight)

    @override
    def _ink(self, index: Index) -> str:
        if index.column() == RuleColumn.VALUE:
            return "text2"
        return "text" if self._rules.at(index.row()).rule.enabled else "text2"


class RuleSwitch(Switch):
    """A rule's switch; ``switched`` says which rule is to be on or off. By keyboard it is the row's Space."""

    switched = Signal(str, bool)

    def __init__(self, *, rule_id: str, theme: Theme) -> None:
        super().__init__(theme=theme)
        self._rule_id = rule_id
        self.setObjectName(f"ruleSwitch {rule_id}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)

    @Slot(bool)
    def _on_clicked(self, on: bool) -> None:
        self.switched.emit(self._rule_id, on)


class AlertRulesTable(QuietTable):
    """Enter or a double click edits the chosen rule, Space switches it, Delete asks whether it is to go."""

    edit_requested = Signal(str)
    switch_requested = Signal(str, bool)
    delete_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    chosen_changed = Signal()

    def __init__(self, *, model: AlertRulesModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme=theme,
            model=model,
            widths=ColumnWidths(
                stretches={RuleColumn.RULE: 1},
                widest={RuleColumn.RULE: WIDEST_SENTENCE},
                shrinks={RuleColumn.RULE: LEAST_SENTENCE},
            ),
            row_height=RULE_ROW_HEIGHT,
            parent=parent,
        )
        self._rules = model
        self._switches: dict[str, RuleSwitch] = {}
        self.setObjectName("alertRulesTable")
        self.setAccessibleName(self.tr("Alert Rules"))
        self.setItemDelegate(RuleDelegate(theme=theme, table=self, model=model))
        model.rowsInserted.connect(self._on_model_rows_told)
        model.modelReset.connect(self._on_model_rows_told)
        model.dataChanged.connect(self._on_model_rows_told)
        model.rowsRemoved.connect(self._on_model_rows_removed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._show_switches()

    @property
    def chosen(self) -> str | None:
        """The id of the rule that is chosen."""
        index = self.currentIndex()
        return self._rules.id_at(index.row()) if index.isValid() else None

    def choose(self, rule_id: str) -> None:
        """Choose a rule, if it is there."""
        row = self._rules.row_of(rule_id)
        if row is not None:
            self.selectRow(row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        rule_id = self.chosen
        state = None if rule_id is None else self._rules.find(rule_id)
        if rule_id is None or state is None:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.edit_requested.emit(rule_id)
        elif event.key() == Qt.Key.Key_Space:
            self.switch_requested.emit(rule_id, not state.rule.enabled)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(rule_id)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        if not by_mouse and not self.currentIndex().isValid() and self._rules.rowCount():
            self.selectRow(0)
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.selectRow(index.row())
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(self._rules.id_at(index.row()), event.globalPos() if by_mouse else below)

    def _show_switches(self) -> None:
        for row, state in enumerate(self._rules.rows):
            index = self._rules.index(row, RuleColumn.ENABLED)
            if self.indexWidget(index) is None:
                self.setIndexWidget(index, self._new_switch(state.rule.id))
            switch = self._switches[state.rule.id]
            switch.setAccessibleName(self._rules.sentence(state.rule))
            with QSignalBlocker(switch):
                switch.setChecked(state.rule.enabled)

    def _new_switch(self, rule_id: str) -> QWidget:
        switch = self._switches[rule_id] = RuleSwitch(rule_id=rule_id, theme=self._theme)
        switch.switched.connect(self.switch_requested)
        return switch

    @Slot()
    def _on_model_rows_told(self) -> None:
        self._show_switches()

    @Slot()
    def _on_model_rows_removed(self) -> None:
        kept = {state.rule.id for state in self._rules.rows}
        self._switches = {rule_id: switch for rule_id, switch in self._switches.items() if rule_id in kept}

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() != RuleColumn.ENABLED:
            self.edit_requested.emit(self._rules.id_at(index.row()))

    @Slot()
    def _on_current_row_changed(self) -> None:
        self.chosen_changed.emit()
