"""What a person asks of the request log: the criteria and the order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.models.request_criteria import RequestCriteriaModel
from binom_desktop.queries import Criteria, DatePreset, DateRange, Query, Question, SortColumn, StatusClass


class RequestQuestionModel(QObject):
    """Holds criteria and order; ``changed`` says that another answer is wanted. ``now_ms`` is the wall clock."""

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self.criteria = RequestCriteriaModel(now_ms=now_ms, parent=self)
        self._sort = SortColumn.TIMESTAMP
        self._descending = True
        self.criteria.changed.connect(self._on_criteria_changed)

    @property
    def sort(self) -> SortColumn:
        """The column that orders the rows."""
        return self._sort

    @property
    def descending(self) -> bool:
        """Whether the largest come first."""
        return self._descending

    @property
    def question(self) -> Question:
        """All of it, to be kept."""
        return Question(self.criteria.criteria, self._sort, self._descending)

    def set_question(self, question: Question) -> None:
        """Ask this."""
        if question != self.question:
            self._sort, self._descending = question.sort, question.descending
            if question.criteria != self.criteria.criteria:
                self.criteria.set_criteria(question.criteria)
            else:
                self.changed.emit()

    def query(self) -> Query:
        """The question as of now."""
        return self.question.query_at(self._now_ms())

    def clear(self) -> None:
        """Take every request, newest first."""
        self.set_question(Question())

    def set_model_of_past_days(self, model: str) -> None:
        """Look for one model's requests of the days that Overview shows."""
        self.set_question(Question(Criteria(range=DateRange(DatePreset.PAST_30_DAYS), models=(model,))))

    def set_failed_of_past_days(self) -> None:
        """Look for the failed requests of the days that Overview shows."""
        self.set_question(Question(Criteria(range=DateRange(DatePreset.PAST_30_DAYS), status=StatusClass.FAILED)))

    def set_key(self, key_id: str) -> None:
        """Look for everything that was made with a key."""
        self.set_question(Question(Criteria(key_ids=(key_id,))))

    def sort_by(self, sort: SortColumn) -> None:
        """Order by a column; by the same one again turns the order round."""
        if sort is self._sort:
            self._descending = not self._descending
        else:
            self._sort, self._descending = sort, True
        self.changed.emit()

    @Slot()
    def _on_criteria_changed(self) -> None:
        self.changed.emit()
