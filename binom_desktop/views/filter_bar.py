"""The filters of the request log: all in sight, each set and removed by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from binom_desktop.models.request_criteria import LIST_PARTS, RequestCriteriaModel
from binom_desktop.views.filter_parts import DateChip, ListChip, StatusChip
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.search_field import SearchField
from binom_desktop.views.theme import Role, Theme, set_role


class FilterBar(FlowRow):
    """Shows and sets ``criteria``. As high as its lines, of which there are more in narrow windows."""

    def __init__(self, *, criteria: RequestCriteriaModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._criteria = criteria
        self.setObjectName("filterBar")
        self.setAccessibleName(self.tr("Filters"))
        self._search = SearchField(
            object_name="searchField",
            accessible_name=self.tr("Search requests"),
            placeholder=self.tr("Search id or error"),
            theme=theme,
        )
        self._clear = QPushButton(self.tr("Clear"))
        self._clear.setObjectName("clearFiltersButton")
        self._clear.setAccessibleName(self.tr("Clear filters"))
        self._clear.setToolTip(self._clear.accessibleName())
        # A click takes no focus, so that none is lost when the button goes.
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self._clear, Role.LINK)
        self.add(DateChip(criteria=criteria, theme=theme))
        self.add(StatusChip(criteria=criteria, theme=theme))
        for part in LIST_PARTS:
            self.add(ListChip(criteria=criteria, part=part, theme=theme))
        self.add(self._search)
        self.add(self._clear)
        self._connect()
        self._show_criteria()

    def focus_search(self) -> None:
        """Put the cursor into the search, with what is there selected."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _connect(self) -> None:
        self._criteria.changed.connect(self._on_criteria_changed)
        self._search.searched.connect(self._on_search_searched)
        self._clear.clicked.connect(self._on_clear_clicked)

    def _show_criteria(self) -> None:
        self._search.show_search(self._criteria.criteria.text)
        if not self._criteria.is_filtered and self._clear.hasFocus():
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._clear.setVisible(self._criteria.is_filtered)

    @Slot()
    def _on_criteria_changed(self) -> None:
        self._show_criteria()
        self.place()

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        self._criteria.set_text(text)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._criteria.clear()
