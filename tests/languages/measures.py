"""What can go wrong with what is shown: texts cut off, controls out of reach, things on the wrong side."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QBoxLayout,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QScrollArea,
    QTableView,
    QWidget,
)

from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.main_window import MainWindow


def cut_off(window: QWidget, titles: frozenset[str]) -> list[str]:
    """Texts that don't fit where they stand, with the name of the widget; what has a tooltip can be read there.

    So can a ``FittingLabel``, which has one when it is elided; those named in ``titles`` must fit all the same.
    """
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if isinstance(widget, FittingLabel) and widget.objectName() not in titles:
            continue
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if (not widget.toolTip() and _is_cut(widget)) or _is_low(widget):
            found.append(f"{_name(widget)}: {_text(widget)}")
    return sorted(set(found))


def out_of_reach(window: QWidget) -> list[str]:
    """Controls that lie outside of the window, or in a part of it that doesn't scroll to them."""
    controls = (one for one in window.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    found = [_name(control) for control in controls if control.isVisible() and not _can_be_seen(control, window)]
    # To read one line after the other, nobody has to scroll sideways.
    areas = (area for area in window.findChildren(QScrollArea) if area.isVisible())
    found += [f"{_name(area)} scrolls sideways" for area in areas if area.horizontalScrollBar().maximum() > 0]
    if window.isWindow() and not isinstance(window, MainWindow):
        room = window.screen().availableGeometry()
        if not room.contains(window.geometry()):
            found.append(f"{_name(window)}: {window.geometry().getRect()} on {room.getRect()}")
    return sorted(set(found))


def not_mirrored(window: QWidget) -> list[str]:
    """What stands on the side of a language that begins at the left."""
    found = [_name(view) for view in window.findChildren(QTableView) if view.isVisible() and _begins_left(view)]
    for layout in window.findChildren(QBoxLayout):
        owner = layout.parentWidget()
        if layout.direction() is not QBoxLayout.Direction.LeftToRight or owner is None or not owner.isVisible():
            continue
        seen = [widget for widget in _stand_in(layout) if widget.isVisible() and owner.isRightToLeft()]
        if len(seen) > 1 and seen[0].x() < seen[-1].x():
            found.append(f"{_name(seen[0])} left of {_name(seen[-1])}")
    if isinstance(window, MainWindow):
        sidebar = window.findChild(QWidget, "sidebar")
        if sidebar is None or sidebar.mapTo(window, sidebar.rect().center()).x() < window.width() / 2:
            found.append("sidebar")
    elif not window.isRightToLeft():
        found.append(_name(window))
    return found


def _stand_in(layout: QBoxLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = None if item is None else item.widget()
        if widget is not None:
            yield widget


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def _text(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return bool(widget.text()) and widget.width() < widget.sizeHint().width()
    if isinstance(widget, QHeaderView):
        model = widget.model()
        if widget.orientation() is Qt.Orientation.Vertical or model is None:
            return False
        places = (place for place in range(widget.count()) if not widget.isSectionHidden(place))
        return any(
            widget.fontMetrics().horizontalAdvance(str(model.headerData(place, Qt.Orientation.Horizontal) or ""))
            > widget.sectionSize(place)
            for place in places
        )
    if isinstance(widget, QAbstractButton):
        return bool(widget.text()) and widget.width() < widget.fontMetrics().horizontalAdvance(
            widget.text().replace("&", "")
        )
    if isinstance(widget, QMenu):
        return widget.width() < widget.sizeHint().width()
    return isinstance(widget, QComboBox) and widget.width() < widget.sizeHint().width()


def _is_low(widget: QWidget) -> bool:
    """Whether a line of its text is higher than the room for it."""
    line = widget.fontMetrics().height()
    if isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return (bool(_text(widget)) or isinstance(widget, QLineEdit)) and widget.height() < line
    if isinstance(widget, QHeaderView):
        return widget.orientation() is Qt.Orientation.Horizontal and widget.height() < line
    if isinstance(widget, QTableView):
        return widget.rowHeight(0) not in range(1) and widget.rowHeight(0) < line
    return isinstance(widget, QListView) and 0 <= widget.sizeHintForRow(0) < line


def _can_be_seen(widget: QWidget, window: QWidget) -> bool:
    """Whether all of a control is in the window, or in what scrolls there."""
    if widget.width() <= 0 or widget.height() <= 0:
        return False
    place, part = widget, QRect(QPoint(0, 0), widget.size())
    for area in _scrolling_around(widget, window):
        inside = area.viewport()
        spot = QRect(place.mapTo(inside, part.topLeft()), part.size())
        for first, last, room, policy in (
            (spot.left(), spot.right(), inside.width(), area.horizontalScrollBarPolicy()),
            (spot.top(), spot.bottom(), inside.height(), area.verticalScrollBarPolicy()),
        ):
            if policy is Qt.ScrollBarPolicy.ScrollBarAlwaysOff and (first < 0 or last >= room):
                return False
        place, part = area, QRect(QPoint(0, 0), area.size())
    return window.rect().contains(QRect(place.mapTo(window, part.topLeft()), part.size()))


def _scrolling_around(widget: QWidget, window: QWidget) -> Iterator[QAbstractScrollArea]:
    """What the widget lies in that scrolls, from the inside out."""
    inside: QWidget | None = widget
    while inside is not None and inside is not window:
        around = inside.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is inside:
            yield around
        inside = around


def _begins_left(view: QTableView) -> bool:
    header = view.horizontalHeader()
    shown = [place for place in range(header.count()) if not header.isSectionHidden(header.logicalIndex(place))]
    if len(shown) < 2:
        return False
    first, last = (header.sectionViewportPosition(header.logicalIndex(shown[end])) for end in (0, -1))
    return first < last
