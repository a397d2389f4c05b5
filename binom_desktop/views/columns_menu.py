"""The columns of the request log, each with all that the mouse can do to its header."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from binom_desktop.presentation.columns import RequestColumn
from binom_desktop.views.request_log_table import RequestLogTable


class ColumnsMenu(QMenu):
    """Made anew each time it is opened, so that it says how things are."""

    def __init__(self, *, table: RequestLogTable, columns: tuple[RequestColumn, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._acts: dict[str, Callable[[], object]] = {}
        self.setObjectName("columnsMenu")
        self.setAccessibleName(self.tr("Columns"))
        by_sort = {column.sort: column for column in columns}
        for choice in table.column_choices:
            self._add_column(by_sort[choice.sort], shown=choice.shown)
        self.addSeparator()
        self._add_action(self, "resetColumnsAction", self.tr("Reset Columns"), table.reset_columns)
        # Also what is chosen in a column's own menu comes here.
        self.triggered.connect(self._on_triggered)

    def _add_column(self, column: RequestColumn, *, shown: bool) -> None:
        table, sort = self._table, column.sort
        menu = self.addMenu(column.title)
        menu.setObjectName(f"{sort.value}ColumnMenu")
        show = partial(table.show_column, sort, shown=not shown)
        visible = self._add_action(menu, f"{sort.value}ShowAction", self.tr("Show"), show)
        visible.setCheckable(True)
        visible.setChecked(shown)
        for name, text, act in (
            ("Sort", self.tr("Sort by This"), partial(table.sort_requested.emit, sort)),
            ("Left", self.tr("Move Left"), partial(table.move_column, sort, -1)),
            ("Right", self.tr("Move Right"), partial(table.move_column, sort, 1)),
            ("Wider", self.tr("Wider"), partial(table.widen_column, sort, 1)),
            ("Narrower", self.tr("Narrower"), partial(table.widen_column, sort, -1)),
        ):
            self._add_action(menu, f"{sort.value}{name}Action", text, act).setEnabled(shown)

    def _add_action(self, menu: QMenu, object_name: str, text: str, act: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(object_name)
        self._acts[object_name] = act
        return action

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self._acts[action.objectName()]()
