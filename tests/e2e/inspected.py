"""Starts the app as it is, with somebody inside who tells what every widget shows, and how it takes its text.

``python -m tests.e2e.inspected FOLDER ARGUMENTS…``: for each file ``N.look`` in the folder, which names a page, the app
shows that page and writes ``N.seen``.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

from binom_desktop.__main__ import main
from binom_desktop.views.main_window import MainWindow

_MOST_ROWS = 40
_LOOK = QEvent.Type(QEvent.registerEventType())
Text = tuple[str, str, bool]
"""Where it stands, the text, and whether it would be taken for markup if it looks like some."""


class _Inspector(QObject):
    """Looks where it is told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is not _LOOK:
            return super().event(event)
        for asked in sorted(self._folder.glob("*.look")):
            page = asked.read_text()
            for window in QApplication.topLevelWidgets():
                if isinstance(window, MainWindow):
                    window.navigate(page)
                    _open_first_rows(window)
            written = asked.with_suffix(".writing")
            written.write_text(json.dumps(list(_texts())))
            asked.unlink()
            written.replace(asked.with_suffix(".seen"))
        return True


def _open_first_rows(window: MainWindow) -> None:
    """Choose the first request, which shows all that is known of it."""
    for table in window.findChildren(QTableView):
        if table.isVisible() and table.objectName() == "requestsTable" and table.model().rowCount(QModelIndex()):
            table.selectRow(0)
            table.clicked.emit(table.model().index(0, 0))


def _texts() -> Iterator[Text]:
    for widget in QApplication.allWidgets():
        place = f"{type(widget).__name__} {widget.objectName()}"
        yield f"tooltip of {place}", widget.toolTip(), True
        yield f"help of {place}", widget.whatsThis(), True
        yield f"title of {place}", widget.windowTitle(), False
        yield from _texts_in(widget, place)
        for action in widget.actions():
            yield from _texts_of_action(action, place)


def _texts_in(widget: QWidget, place: str) -> Iterator[Text]:
    match widget:
        case QLabel():
            yield place, widget.text(), widget.textFormat() is not Qt.TextFormat.PlainText
        case QMessageBox():
            yield place, widget.text(), widget.textFormat() is not Qt.TextFormat.PlainText
        case QLineEdit():
            yield place, widget.text(), False
        case QTextEdit() | QPlainTextEdit():
            # A document that took markup would have a format of its own, or less text.
            yield place, widget.toPlainText(), False
        case QAbstractItemView() if widget.model() is not None:
            yield from _texts_of_model(widget.model(), place)


def _texts_of_model(model: QAbstractItemModel, place: str) -> Iterator[Text]:
    top = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    for row in range(min(model.rowCount(top), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, top)
            cell = f"{row}, {column} of {place}"
            yield cell, str(index.data() or ""), False
            yield f"tooltip of {cell}", str(index.data(Qt.ItemDataRole.ToolTipRole) or ""), True


def _texts_of_action(action: QAction, place: str) -> Iterator[Text]:
    yield f"action of {place}", action.text(), False
    yield f"tooltip of an action of {place}", action.toolTip(), True


def _watch(folder: Path) -> None:
    while (application := QCoreApplication.instance()) is None:
        time.sleep(0.02)
    inspector = _Inspector(folder)
    inspector.moveToThread(application.thread())
    while True:
        if any(folder.glob("*.look")):
            QCoreApplication.postEvent(inspector, QEvent(_LOOK))
        time.sleep(0.1)


if __name__ == "__main__":
    threading.Thread(target=_watch, args=(Path(sys.argv.pop(1)),), daemon=True).start()
    sys.exit(main())
