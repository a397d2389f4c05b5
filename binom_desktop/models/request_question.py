"""What a person asks of the request log: the criteria and the order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from binom_desktop.presentation.format import safe_line, status_text
from binom_desktop.queries import Criteria, DatePreset, DateRange, Query, Question, SortColumn, StatusClass


class RequestQuestionModel(QObject):
    """Holds criteria and order; ``changed`` says that another answer is wanted. ``now_ms`` is the wall clock."""

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._criteria = Criteria()
        self._sort = SortColumn.TIMESTAMP
        self._descending = True

    @property
    def criteria(self) -> Criteria:
        """What is looked for."""
        return self._criteria

    @property
    def sort(self) -> SortColumn:
        """The column that orders the rows."""
        return self._sort

    @property
    def descending(self) -> bool:
        """Whether the largest come first."""
        return self._descending

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered at all."""
        return self._criteria != Criteria()

    @property
    def newest_first(self) -> bool:
        """Whether new requests belong at the top."""
        return self._sort is SortColumn.TIMESTAMP and self._descending

    @property
    def link_text(self) -> str:
        """What a link from another page filters by, in words; empty without such a filter."""
        models = ", ".join(safe_line(model) for model in self._criteria.models)
        days = self.range_text if self._criteria.range != DateRange() else ""
        return " · ".join(part for part in (models, days) if part)

    @property
    def range_text(self) -> str:
        """The days that are looked at, in words."""
        past_days = self._criteria.range.preset is DatePreset.PAST_30_DAYS
        return self.tr("Past 30 days") if past_days else self.tr("All time")

    @property
    def filter_texts(self) -> tuple[tuple[str, str], ...]:
        """Labels and words of what is filtered."""
        criteria = self._criteria
        texts = (
            (self.tr("Status"), _status_text(criteria.status)),
            (self.tr("Model"), ", ".join(safe_line(model) for model in criteria.models)),
            (self.tr("Search"), safe_line(criteria.text.strip())),
        )
        return tuple((label, text) for label, text in texts if text)

    @property
    def question(self) -> Question:
        """All of it, to be kept."""
        return Question(self._criteria, self._sort, self._descending)

    def set_question(self, question: Question) -> None:
        """Ask this."""
        if question != self.question:
            self._criteria, self._sort, self._descending = question.criteria, question.sort, question.descending
            self.changed.emit()

    def query(self) -> Query:
        """The question as of now."""
        return Query(self._criteria.filter_at(self._now_ms()), self._sort, self._descending)

    def set_status(self, status: StatusClass | None) -> None:
        """Look for statuses of a kind; None takes all."""
        self.set_criteria(replace(self._criteria, status=status))

    def set_text(self, text: str) -> None:
        """Look for a text in id and error."""
        self.set_criteria(replace(self._criteria, text=text))

    def clear_link(self) -> None:
        """Take every model and day again."""
        self.set_criteria(replace(self._criteria, models=(), range=DateRange()))

    def clear(self) -> None:
        """Take every request, newest first."""
        self.set_question(Question())

    def set_model_of_past_days(self, model: str) -> None:
        """Look for one model's requests of the days that Overview shows."""
        self.set_criteria(Criteria(range=DateRange(DatePreset.PAST_30_DAYS), models=(model,)))

    def set_criteria(self, criteria: Criteria) -> None:
        """Look for all of this."""
        if criteria != self._criteria:
            self._criteria = criteria
            self.changed.emit()

    def sort_by(self, sort: SortColumn) -> None:
        """Order by a column; by the same one again turns the order round."""
        if sort is self._sort:
            self._descending = not self._descending
        else:
            self._sort, self._descending = sort, True
        self.changed.emit()


def _status_text(status: StatusClass | int | None) -> str:
    match status:
        case None:
            return ""
        case StatusClass.SUCCESS:
            return QCoreApplication.translate("RequestQuestionModel", "Successful")
        case StatusClass.FAILED:
            return QCoreApplication.translate("RequestQuestionModel", "Failed")
        case StatusClass.CLIENT_ERROR:
            return "4xx"
        case StatusClass.SERVER_ERROR:
            return "5xx"
        case code:
            return status_text(code)
