"""The way of Tab through a page: the way of the eyes, whatever was built first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QGridLayout, QLayout, QLineEdit, QScrollArea, QWidget

# What stands in these is Qt's own; they take the focus themselves.
_WHOLE = (QAbstractScrollArea, QComboBox, QLineEdit)
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def let_tab_follow_layouts(top: QWidget) -> None:
    """Let Tab go through ``top`` as its layouts place things, also those that are hidden by now.

    Qt goes by what was built first, which is not what stands first where parts come late or are placed anew.
    """
    for before, after in pairwise(_stops(top)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea):
        if (content := widget.widget()) is not None:
            yield from _stops(content)
    elif not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from _stops(part)


def _parts(widget: QWidget) -> list[QWidget]:
    """What stands in a widget, by its layout, and then what it places itself."""
    children = [child for child in widget.findChildren(QWidget, options=_DIRECT) if not child.isWindow()]
    layout = widget.layout()
    placed = [] if layout is None else _placed(layout, children)
    return placed + [child for child in children if child not in placed]


def _placed(layout: QLayout, children: list[QWidget]) -> list[QWidget]:
    """Those of ``children`` that stand in a layout and in the layouts within it.

    It is asked where each is and not what it holds, since its items come and go unseen by Python.
    """
    numbers = ((layout.indexOf(child), [child]) for child in children)
    inner = layout.findChildren(QLayout, options=_DIRECT)
    within = ((layout.indexOf(part), _placed(part, children)) for part in inner)
    parts = [(_place(layout, number), found) for number, found in (*numbers, *within) if number >= 0]
    return [child for _, found in sorted(parts, key=itemgetter(0)) for child in found]


def _place(layout: QLayout, number: int) -> tuple[int, int]:
    """Row and column of a part, or how many parts come before it."""
    if not isinstance(layout, QGridLayout):
        return number, 0
    row, column, *_ = cast(tuple[int, int, int, int], layout.getItemPosition(number))
    return row, column
