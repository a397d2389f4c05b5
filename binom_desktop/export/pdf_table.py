"""The table of the PDF: one page after the other, each with the header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from binom_desktop.export.cells import timestamp
from binom_desktop.export.pdf_sheet import BOTTOM, MARGIN, RIGHT, Face, Ink, Sheet, Side
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import translate
from binom_desktop.queries import RequestRows

_HEADER_BASELINE = 70.0
_TOP = 77.0
_ROW = 14.0
_TEXT_OFFSET = 9.7
_GAP = 10.0
_PILL_PADDING = 4.0

ROWS_PER_PAGE: Final = int((BOTTOM - 6 - _TOP) / _ROW)


class _Column(Struct, frozen=True, kw_only=True):
    title: str
    width: float
    texts: Callable[[RequestRows], Sequence[str]]
    numeric: bool = False
    face: Face = Face.BODY

    @property
    def shown_title(self) -> str:
        return translate("RequestColumn", self.title)


def draw_table(sheet: Sheet, rows: RequestRows) -> None:
    """One page's rows, at most ``ROWS_PER_PAGE``, with the header above them."""
    count = len(rows.id)
    sheet.lines([(MARGIN, _TOP, RIGHT, _TOP)], ink=Ink.LINE, width=0.8)
    sheet.lines(
        [(MARGIN, _TOP + _ROW * row, RIGHT, _TOP + _ROW * row) for row in range(1, count + 1)], ink=Ink.LINE2, width=0.4
    )
    left = MARGIN
    for column in _COLUMNS:
        _draw_title(sheet, column, left)
        if column.title == "Status":
            _draw_statuses(sheet, rows.status, left, column.width - _GAP)
        else:
            _draw_cells(sheet, column, column.texts(rows), left)
        left += column.width


def _draw_title(sheet: Sheet, column: _Column, left: float) -> None:
    place, side = (left + column.width - _GAP, Side.RIGHT) if column.numeric else (left, Side.LEFT)
    title = column.shown_title
    sheet.text(place, _HEADER_BASELINE, title, face=Face.CAPTION, ink=Ink.TEXT2, side=side, width=column.width - _GAP)


def _draw_cells(sheet: Sheet, column: _Column, texts: Sequence[str], left: float) -> None:
    place, side = (left + column.width - _GAP, Side.RIGHT) if column.numeric else (left, Side.LEFT)
    baselines = map(_baseline, range(len(texts)))
    sheet.column(place, baselines, texts, face=column.face, side=side, width=column.width - _GAP)


def _draw_statuses(sheet: Sheet, statuses: Sequence[int], left: float, width: float) -> None:
    """Code and words; those that failed on a soft ground, so that they are seen among many."""
    went_well = [row for row, status in enumerate(statuses) if status < 400]
    words = [text_format.status_text(statuses[row]) for row in went_well]
    sheet.column(left, map(_baseline, went_well), words, ink=Ink.OK, width=width)
    for low, ink, ground in ((400, Ink.WARN, Ink.WARN_SOFT), (500, Ink.BAD, Ink.BAD_SOFT)):
        failed = [row for row, status in enumerate(statuses) if low <= status < low + 100]
        words = [text_format.status_text(statuses[row]) for row in failed]
        widths = [sheet.fitted(Face.STRONG, text, width)[1] + 2 * _PILL_PADDING for text in words]
        pills = zip(failed, widths, strict=True)
        boxes = [(left - _PILL_PADDING, _TOP + _ROW * row + 1.6, needed, _ROW - 3.2) for row, needed in pills]
        sheet.boxes(boxes, fill=ground, radius=3)
        sheet.column(left, map(_baseline, failed), words, face=Face.STRONG, ink=ink, width=width)


def _baseline(row: int) -> float:
    return _TOP + _ROW * row + _TEXT_OFFSET


def _timestamps(rows: RequestRows) -> list[str]:
    """As ``presentation.format.timestamp`` writes them, but faster, and also beyond the calendar."""
    return [timestamp(time_ms)[: -len(".000Z")].replace("T", " ") for time_ms in rows.timestamp_ms]


def _safe_lines(texts: Sequence[str]) -> list[str]:
    safe = {text: text_format.safe_line(text) for text in set(texts)}
    return [safe[text] for text in texts]


def _endpoints(rows: RequestRows) -> list[str]:
    return _safe_lines(rows.endpoint)


def _models(rows: RequestRows) -> list[str]:
    return _safe_lines(rows.model)


def _statuses(rows: RequestRows) -> list[str]:
    return [text_format.status_text(status) for status in rows.status]


def _tokens(rows: RequestRows) -> list[str]:
    locale = text_format.current_locale()
    return [
        text_format.count(tokens_in + tokens_out, locale=locale)
        for tokens_in, tokens_out in zip(rows.input_tokens, rows.output_tokens, strict=True)
    ]


def _costs(rows: RequestRows) -> list[str]:
    locale = text_format.current_locale()
    return [text_format.request_cost(nano, locale=locale) for nano in rows.cost_nano]


def _keys(rows: RequestRows) -> list[str]:
    return [
        description or id_
        for description, id_ in zip(_safe_lines(rows.key_description), _safe_lines(rows.key_id), strict=True)
    ]


def _latencies(rows: RequestRows) -> list[str]:
    locale = text_format.current_locale()
    return [f"{text_format.count(latency_ms, locale=locale)} ms" for latency_ms in rows.latency_ms]


_COLUMNS = (
    _Column(title="Timestamp (UTC)", width=104, texts=_timestamps, face=Face.FIXED),
    _Column(title="Endpoint", width=122, texts=_endpoints),
    _Column(title="Model", width=136, texts=_models),
    _Column(title="Status", width=130, texts=_statuses),
    _Column(title="Tokens", width=58, texts=_tokens, numeric=True),
    _Column(title="Cost", width=60, texts=_costs, numeric=True),
    _Column(title="API Key", width=97, texts=_keys),
    _Column(title="Latency", width=RIGHT - MARGIN - 707 + _GAP, texts=_latencies, numeric=True),
)
