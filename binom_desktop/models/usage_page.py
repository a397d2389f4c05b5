"""Everything that the Usage page shows: what is asked, the chart's lines, the table and the week."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.domain import Anomaly, AnomalyMetric, ApiKey, FigureSource, UsageField
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation import usage_text
from binom_desktop.presentation.chart_line import ChartLine, LineStyle
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.usage_text import UsageMetric
from binom_desktop.queries import (
    NOTHING,
    Comparison,
    Criteria,
    DatePreset,
    DateRange,
    Totals,
    UsagePeriod,
    UsageQuestion,
    UsageReport,
)

MOST_LINES = 5
_ANOMALY_METRICS = {
    UsageMetric.REQUESTS: frozenset({AnomalyMetric.REQUESTS}),
    UsageMetric.COST: frozenset({AnomalyMetric.COST}),
    UsageMetric.ERRORS: frozenset({AnomalyMetric.ERROR_RATE}),
    UsageMetric.ERROR_RATE: frozenset({AnomalyMetric.ERROR_RATE}),
}
OTHER_SLOT = 6
_THREE_CENTS_NANO = 30_000_000
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class UsageRow(Struct, frozen=True):
    """A line of the table: its name, its sums and those of the other period, and what its requests have in common."""

    name: str
    totals: Totals
    before: Totals | None
    criteria: Criteria | None
    value: str | int | None = None


class UsagePageModel(QObject):
    """What is asked changes here, through the controls; ``question_changed`` asks for an answer.

    ``now_ms`` is the wall clock.
    """

    question_changed = Signal()
    changed = Signal()
    points_changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._question = UsageQuestion()
        self._metric = UsageMetric.REQUESTS
        self._report: UsageReport | None = None
        self._error: Exception | None = None
        self._zone = "UTC"
        self._keys: Mapping[str, ApiKey] = {}
        self._parts: list[UsageRow] = []
        self._lines: tuple[ChartLine, ...] = ()
        self.table = UsageTableModel(parent=self)
        self.week = WeekModel(parent=self)

    @property
    def question(self) -> UsageQuestion:
        """What is asked."""
        return self._question

    @property
    def metric(self) -> UsageMetric:
        """What is looked at."""
        return self._metric

    @property
    def report(self) -> UsageReport | None:
        """The last answer."""
        return self._report

    @property
    def zone(self) -> str:
        """The time zone whose days are asked for."""
        return self._zone

    @property
    def least_top(self) -> int:
        """What the chart's axis reaches where every value is nothing: three requests, or cents."""
        return _THREE_CENTS_NANO if self._metric is UsageMetric.COST else 3

    @property
    def today(self) -> date:
        """The day that it is in the time zone asked for."""
        return usage_text.local_day(self._now_ms(), self._zone)

    @property
    def loading(self) -> bool:
        """Whether the answer to what is asked is still to come."""
        return self._report is None or self._report.question != self._question

    @property
    def error_text(self) -> str:
        """Why the newest answer could not be had; empty when it could."""
        return "" if self._error is None else error_text(self._error)

    @property
    def empty(self) -> bool:
        """Whether nothing was asked of the account in these days."""
        return self._report is not None and not self._report.period.total.requests

    @property
    def total_text(self) -> str:
        """The metric's sum over the period."""
        if self._report is None:
            return ""
        return usage_text.metric_text(self._report.period.total, self._metric)

    @property
    def change_text(self) -> str:
        """The change against the other period, and which one that is."""
        if self._report is None or self._report.compared is None:
            return ""
        period, compared = self._report.period, self._report.compared
        change = usage_text.change_text(period.total, compared.total, self._metric)
        before = usage_text.metric_text(compared.total, self._metric)
        return self.tr("{change} from {before} in {days}").format(
            change=change, before=before, days=usage_text.period_text(compared.first, compared.last)
        )

    @property
    def period_text(self) -> str:
        """The days looked at, and whether the last of them goes on."""
        if self._report is None:
            return ""
        period = self._report.period
        text = usage_text.period_text(period.first, period.last)
        return self.tr("{days}, so far").format(days=text) if period.until_ms < period.edges_ms[-1] else text

    @property
    def note(self) -> str:
        """Where the figures come from, of when they are, and whose days they count."""
        if self._report is None:
            return self.error_text
        period = self._report.period
        source = self.tr("From the server's sums")
        if period.source is FigureSource.HISTORY:
            source = self.tr("From the history kept here")
        notes = [
            self.tr("{source}, as of {time} UTC").format(source=source, time=text_format.timestamp(period.as_of_ms)),
            self.tr("days in {zone}").format(zone=period.zone),
        ]
        if period.zone != self._zone:
            notes.append(self.tr("the server knows no days of {zone}").format(zone=self._zone))
        return " · ".join([self.error_text, *notes] if self._error is not None else notes)

    @property
    def anomaly_texts(self) -> tuple[str, ...]:
        """What was unusual in these days, the newest first."""
        if self._report is None:
            return ()
        zone = self._report.period.zone
        return tuple(
            usage_text.anomaly_text(each, self._key_name(each.key_id), zone) for each in self._newest_anomalies()
        )

    def criteria_of_anomaly(self, number: int) -> Criteria:
        """What the requests behind an anomaly have in common, as far as the request log can be asked for it."""
        anomaly = self._newest_anomalies()[number]
        days = DateRange(DatePreset.CUSTOM, *usage_text.utc_days(anomaly.from_ms, anomaly.to_ms))
        keys = () if anomaly.key_id is None else (anomaly.key_id,)
        return Criteria(range=days, status=anomaly.status, key_ids=keys)

    @property
    def unusual_places(self) -> frozenset[int]:
        """The chart's places with an anomaly of the metric looked at."""
        if self._report is None:
            return frozenset()
        edges = self._report.period.edges_ms
        metrics = _ANOMALY_METRICS.get(self._metric, frozenset())
        return frozenset(
            place
            for place in range(len(edges) - 1)
            for each in self._report.anomalies
            if each.metric in metrics and each.from_ms < edges[place + 1] and each.to_ms > edges[place]
        )

    def _newest_anomalies(self) -> Sequence[Anomaly]:
        return () if self._report is None else self._report.anomalies[::-1]

    def _key_name(self, key_id: str | None) -> str:
        key = None if key_id is None else self._keys.get(key_id)
        return text_format.safe_line(key.description if key is not None else key_id or "")

    # What is asked.

    def set_range(self, days: DateRange) -> None:
        """Look at other days."""
        self._ask(replace(self._question, range=days))

    def set_split(self, split: UsageField | None) -> None:
        """Split by something else."""
        self._ask(replace(self._question, split=split))

    def set_comparison(self, comparison: Comparison, first: date | None = None) -> None:
        """Compare with other days."""
        self._ask(replace(self._question, comparison=comparison, compared_first=first))

    def set_metric(self, metric: UsageMetric) -> None:
        """Look at another figure of the same answer."""
        if metric is not self._metric:
            self._metric = metric
            self._show()

    # What is answered.

    def set_zone(self, zone: str) -> None:
        """Whose days are asked for."""
        self._zone = zone

    def set_keys(self, keys: Mapping[str, ApiKey]) -> None:
        """What is known of the keys, by id."""
        named = {id_: key.description for id_, key in keys.items()}
        renamed = named != {id_: key.description for id_, key in self._keys.items()}
        self._keys = keys
        if renamed and self._report is not None:
            self._show()

    def set_report(self, report: UsageReport) -> None:
        """Show an answer, unless something else is asked by now."""
        if report.question == self._question:
            self._report, self._error = report, None
            self._show()

    def set_failed(self, error: Exception) -> None:
        """Say that the newest answer could not be had; what was shown stays."""
        self._error = error
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._report, self._error = None, None
        self._show()

    # The chart.

    @property
    def places(self) -> Sequence[int]:
        """When the chart's places begin."""
        return () if self._report is None else self._report.period.edges_ms[:-1]

    @property
    def lines(self) -> tuple[ChartLine, ...]:
        """The period over the one that it is compared with, or the largest parts and the rest."""
        return self._lines

    @property
    def description(self) -> str:
        """What a glance at the chart tells."""
        if self._report is None or not self._lines:
            return self.tr("No data yet")
        names = ", ".join(line.name for line in self._lines)
        values = self._lines[0].values
        peak = max(values, default=0)
        text = self.tr("{period}: {total} {metric}, peak {peak} on {place}. Lines: {names}")
        return text.format(
            period=self.period_text,
            total=self.total_text,
            metric=usage_text.metric_title(self._metric),
            peak=usage_text.amount_text(peak, self._metric),
            place=self.place_text(values.index(peak)) if values else text_format.UNKNOWN,
            names=names,
        )

    def place_text(self, place: int) -> str:
        """A day, or an hour, as the axis names it."""
        if self._report is None:
            return ""
        period = self._report.period
        return usage_text.place_text(period.edges_ms[place], period.zone, by_hour=period.by_hour)

    def value_text(self, value: int) -> str:
        """A value as the axis names it."""
        return usage_text.axis_text(value, self._metric)

    def point_text(self, place: int) -> tuple[str, str]:
        """A day and the values of all lines."""
        if self._report is None:
            return "", ""
        period, compared = self._report.period, self._report.compared
        title = usage_text.place_name(period.edges_ms[place], period.zone, by_hour=period.by_hour)
        texts = []
        for line in self._lines:
            if place < len(line.values):
                value = usage_text.amount_text(line.values[place], self._metric)
                name = line.name
                if line.style is LineStyle.DASHED and compared is not None:
                    start_ms = compared.edges_ms[place]
                    name = usage_text.place_name(start_ms, compared.zone, by_hour=compared.by_hour)
                texts.append(value if line.style is LineStyle.FILLED else f"{name}: {value}")
        return title, "\n".join(texts) or text_format.UNKNOWN

    def table_csv(self) -> str:
        """The table as CSV (RFC 4180), text that a spreadsheet would run defused."""
        # With it comes numpy, which no first paint should wait for.
        from binom_desktop.export.csv_file import text_cell

        table = self.table
        columns = range(table.columnCount())
        lines = [[str(table.headerData(column, Qt.Orientation.Horizontal)) for column in columns]]
        lines += [[str(table.index(row, column).data() or "") for column in columns] for row in range(table.rowCount())]
        return "".join(b",".join(map(text_cell, line)).decode() + "\r\n" for line in lines)

    def criteria_of_place(self, place: int) -> Criteria | None:
        """What the requests of a place have in common."""
        return None if self._report is None else _criteria(self._report.period, place)

    def _ask(self, question: UsageQuestion) -> None:
        if question != self._question:
            self._question, self._error = question, None
            self.question_changed.emit()
            self.changed.emit()

    def _show(self) -> None:
        report = self._report
        self._parts = [] if report is None else self._sorted_parts(report)
        self._lines = () if report is None else self._made_lines(report)
        rows = [] if report is None else self._rows(report)
        compared = report is not None and report.compared is not None
        split = None if report is None else report.question.split
        self.table.set_rows(rows, self._metric, split, compared=compared)
        week = None if report is None else report.period.week
        self.week.set_week(week, self._metric)
        self.points_changed.emit()
        self.changed.emit()

    def _rows(self, report: UsageReport) -> list[UsageRow]:
        period, compared = report.period, report.compared
        before = None if compared is None else compared.total
        total = UsageRow(self.tr("Total"), period.total, before, Criteria(range=_days_of(period)))
        if report.question.split is not None:
            return [total, *self._parts]
        rows = []
        for place, totals in enumerate(_reached(period)):
            other = None
            if compared is not None:
                reached = _reached(compared)
                other = reached[place] if place < len(reached) else NOTHING
            begin_ms, zone = period.edges_ms[place], period.zone
            named = usage_text.place_text if period.by_hour else usage_text.place_name
            name = named(begin_ms, zone, by_hour=period.by_hour)
            rows.append(UsageRow(name, totals, other, _criteria(period, place)))
        return [total, *reversed(rows)]

    def _sorted_parts(self, report: UsageReport) -> list[UsageRow]:
        period, compared = report.period, report.compared
        if report.question.split is None:
            return []
        others = {} if compared is None else {value: sum(each, NOTHING) for value, each in compared.parts.items()}
        rows = []
        for value in {**period.parts, **others}:
            totals = sum(period.parts.get(value, ()), NOTHING)
            before = None if compared is None else others.get(value, NOTHING)
            criteria = self._criteria_of(report, value)
            rows.append(UsageRow(self._name(report.question.split, value), totals, before, criteria, value))
        return sorted(rows, key=lambda row: (-usage_text.amount(row.totals, self._metric), row.name))

    def _name(self, split: UsageField, value: str | int) -> str:
        if isinstance(value, int):
            return text_format.status_text(value)
        name = self._key_name(value) if split is UsageField.KEY else text_format.safe_line(value)
        return name or text_format.UNKNOWN

    def _criteria_of(self, report: UsageReport, value: str | int) -> Criteria:
        criteria = Criteria(range=_days_of(report.period))
        if isinstance(value, int):
            return replace(criteria, status=value)
        match report.question.split:
            case UsageField.MODEL:
                return replace(criteria, models=(value,))
            case UsageField.ENDPOINT:
                return replace(criteria, endpoints=(value,))
            case _:
                return replace(criteria, key_ids=(value,))

    def _made_lines(self, report: UsageReport) -> tuple[ChartLine, ...]:
        period, compared = report.period, report.compared
        if report.question.split is None:
            main = ChartLine(usage_text.metric_title(self._metric), self._amounts(_reached(period)), LineStyle.FILLED)
            if compared is None:
                return (main,)
            values = self._amounts(_reached(compared))[: len(period.totals)]
            name = usage_text.period_text(compared.first, compared.last)
            return main, ChartLine(name, values, LineStyle.DASHED)
        shown = [row for row in self._parts if row.value in period.parts]
        lines = [
            ChartLine(
                row.name,
                self._amounts(_reached(period, period.parts[row.value])),
                slot=slot,
                model=row.value if report.question.split is UsageField.MODEL and isinstance(row.value, str) else None,
            )
            for slot, row in enumerate(shown[:MOST_LINES])
            if row.value is not None
        ]
        rest = [period.parts[row.value] for row in shown[MOST_LINES:] if row.value is not None]
        if rest:
            summed = [sum(each, NOTHING) for each in zip(*rest, strict=True)]
            lines.append(ChartLine(self.tr("Other"), self._amounts(_reached(period, summed)), slot=OTHER_SLOT))
        return tuple(lines)

    def _amounts(self, totals: Sequence[Totals]) -> tuple[int, ...]:
        return tuple(max(0, usage_text.amount(each, self._metric)) for each in totals)


class UsageTableModel(QAbstractTableModel):
    """The figures of the chart and more: the total first, then days, newest first, or parts, the largest first."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[UsageRow] = []
        self._metric = UsageMetric.REQUESTS
        self._split: UsageField | None = None
        self._compared = False

    @property
    def rows(self) -> Sequence[UsageRow]:
        """The lines."""
        return self._rows

    def set_rows(self, rows: list[UsageRow], metric: UsageMetric, split: UsageField | None, *, compared: bool) -> None:
        """Show lines; the same ones with other figures change cells only."""
        shape = self._shape()
        names = [row.name for row in self._rows]
        if ([row.name for row in rows], metric, split, compared) == (names, *shape):
            changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
            self._rows = rows
            if changed:
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], self.columnCount() - 1))
            return
        self.beginResetModel()
        self._rows, self._metric, self._split, self._compared = rows, metric, split, compared
        self.endResetModel()

    def _shape(self) -> tuple[UsageMetric, UsageField | None, bool]:
        return self._metric, self._split, self._compared

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1 + len(UsageMetric) + 2 * self._compared

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            first = self.tr("Period") if self._split is None else usage_text.split_title(self._split)
            metric = usage_text.metric_title(self._metric)
            titles = [first, *map(usage_text.metric_title, UsageMetric)]
            titles += [self.tr("{metric} Before").format(metric=metric), self.tr("Change")]
            return titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            exact = column == 1 + list(UsageMetric).index(UsageMetric.COST)
            text = text_format.exact_money(row.totals.cost_nano) if exact else self._text(row, column)
            return text_format.plain_tooltip(text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def _text(self, row: UsageRow, column: int) -> str:
        metrics = list(UsageMetric)
        if column == 0:
            return row.name
        if column <= len(metrics):
            return usage_text.metric_text(row.totals, metrics[column - 1])
        if column == len(metrics) + 1:
            return "" if row.before is None else usage_text.metric_text(row.before, self._metric)
        return usage_text.change_text(row.totals, row.before, self._metric)


class WeekModel(QAbstractTableModel):
    """The hours of a week, Monday's in the first row; without hours there are no rows."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._week: tuple[Totals, ...] = ()
        self._metric = UsageMetric.REQUESTS

    @property
    def description(self) -> str:
        """What a glance tells: the busiest hour."""
        if not self._week:
            return self.tr("No data yet")
        values = [usage_text.amount(totals, self._metric) for totals in self._week]
        peak = max(values)
        weekday, hour = divmod(values.index(peak), 24)
        text = self.tr("{metric} by hour of the week, most on {hour}: {value}")
        return text.format(
            metric=usage_text.metric_title(self._metric),
            hour=usage_text.hour_name(weekday, hour),
            value=usage_text.amount_text(peak, self._metric),
        )

    def share(self, weekday: int, hour: int) -> float:
        """An hour's value against the largest as 1."""
        most = max((usage_text.amount(totals, self._metric) for totals in self._week), default=0)
        return usage_text.amount(self._week[weekday * 24 + hour], self._metric) / most if most > 0 else 0.0

    def set_week(self, week: tuple[Totals, ...] | None, metric: UsageMetric) -> None:
        """Show a week's hours; where there were some before, only what they say changes."""
        new = week or ()
        if len(new) == len(self._week):
            self._week, self._metric = new, metric
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(6, 23))
            return
        self.beginResetModel()
        self._week, self._metric = new, metric
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._week) // 24

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 24

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{section:02d}" if orientation is Qt.Orientation.Horizontal else usage_text.weekday_text(section)
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not self._week:
            return None
        totals = self._week[index.row() * 24 + index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return usage_text.metric_text(totals, self._metric)
        if role == Qt.ItemDataRole.ToolTipRole:
            value = usage_text.amount_text(usage_text.amount(totals, self._metric), self._metric)
            return f"{usage_text.hour_name(index.row(), index.column())}: {value}"
        return None


def _reached(period: UsagePeriod, totals: Sequence[Totals] | None = None) -> Sequence[Totals]:
    """The places that have begun by the period's end."""
    reached = sum(edge < period.until_ms for edge in period.edges_ms[:-1])
    return (period.totals if totals is None else totals)[:reached]


def _days_of(period: UsagePeriod) -> DateRange:
    return DateRange(DatePreset.CUSTOM, *usage_text.utc_days(period.edges_ms[0], period.edges_ms[-1]))


def _criteria(period: UsagePeriod, place: int) -> Criteria:
    """The UTC days that a place lies in: the request log knows no other days."""
    days = usage_text.utc_days(period.edges_ms[place], period.edges_ms[place + 1])
    return Criteria(range=DateRange(DatePreset.CUSTOM, *days))


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
