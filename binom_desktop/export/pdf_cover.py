"""The first page of the PDF: what was exported, its sums and its charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from binom_desktop.domain import UsageItem
from binom_desktop.export.contents import ExportContents
from binom_desktop.export.pdf_chart import draw_models, draw_volume, folded, volume
from binom_desktop.export.pdf_sheet import BOTTOM, INNER, MARGIN, RIGHT, Box, Face, Ink, Sheet, Side
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.series import SeriesSlots
from binom_desktop.presentation.translation import plural, translate

_GAP = 12.0
_LINE = 13.0
_LABEL_WIDTH = 78.0
_MOST_FACT_LINES = 9
_FIGURES_HEIGHT = 58.0
_CHARTS_HEIGHT = 140.0
_MOST_TABLE_ROWS = 12


def draw_cover(sheet: Sheet, contents: ExportContents) -> None:
    """Draw the whole page but its footer."""
    _draw_head(sheet, contents)
    top = _draw_facts(sheet, contents, 128.0) + 8
    _draw_figures(sheet, contents, top)
    top += _FIGURES_HEIGHT + _GAP
    if len(contents.view) == 0:
        sheet.card((MARGIN, top, INNER, _CHARTS_HEIGHT))
        nothing = translate("Export", "No requests match")
        sheet.text(MARGIN + INNER / 2, top + _CHARTS_HEIGHT / 2 + 4, nothing, face=Face.SECTION, side=Side.CENTRE)
        return
    left_width = (INNER - _GAP) * 0.58
    if contents.days:
        draw_volume(sheet, (MARGIN, top, left_width, _CHARTS_HEIGHT), volume(contents.days))
    if contents.models:
        slots = SeriesSlots(contents.series)
        right = (MARGIN + left_width + _GAP, top, INNER - left_width - _GAP, _CHARTS_HEIGHT)
        draw_models(sheet, right, contents.models, slots)
    top += _CHARTS_HEIGHT + _GAP + 6
    most = min(_MOST_TABLE_ROWS, int((BOTTOM - 14 - top - 26) / _LINE))
    half = (INNER - 2 * _GAP) / 2
    _draw_sums(
        sheet,
        (MARGIN, top, half, 0),
        translate("Export", "By Status"),
        folded(contents.statuses, most, translate("Export", "Other")),
    )
    _draw_sums(
        sheet,
        (RIGHT - half, top, half, 0),
        translate("Export", "By Model"),
        folded(contents.models, most, translate("Export", "Other")),
    )


def _draw_head(sheet: Sheet, contents: ExportContents) -> None:
    sheet.boxes([(MARGIN, 36, 18, 18)], fill=Ink.ACCENT, radius=4)
    bars = [(MARGIN + 4.4 + 3.4 * index, 49.6 - height, 2.4, height) for index, height in enumerate((4.6, 7.2, 9.6))]
    sheet.boxes(bars, fill=Ink.PAPER, radius=0.9)
    sheet.text(MARGIN + 25, 48.5, "Binom Desktop", face=Face.SECTION)
    made = translate("Export", "Exported {time} UTC").format(time=text_format.timestamp(contents.made_ms))
    sheet.text(RIGHT, 48.5, made, ink=Ink.TEXT2, side=Side.RIGHT)
    sheet.text(MARGIN, 90, translate("Export", "Requests"), face=Face.TITLE)
    if contents.account is not None:
        words = [text_format.safe_line(text) for text in (contents.account.username, contents.account.email) if text]
        sheet.text(MARGIN, 107, "  ·  ".join(words), face=Face.LEAD, ink=Ink.TEXT2)


def _draw_facts(sheet: Sheet, contents: ExportContents, baseline: float) -> float:
    """The range and the filters, in words; answers where they end."""
    facts = [(translate("Export", "Range"), contents.range_text), *contents.filter_texts]
    if not contents.filter_texts:
        facts.append((translate("Export", "Filters"), translate("Export", "None")))
    left = _MOST_FACT_LINES
    for index, (label, words) in enumerate(facts):
        sheet.text(MARGIN, baseline, text_format.safe_line(label), ink=Ink.TEXT3, width=_LABEL_WIDTH - 6)
        lines = sheet.wrapped(Face.BODY, text_format.safe_line(words), INNER - _LABEL_WIDTH)
        # Each fact that is still to come keeps a line.
        shown = max(1, left - (len(facts) - index - 1))
        if len(lines) > shown:
            lines[shown - 1] = " ".join(lines[shown - 1 :])
        for line in lines[:shown]:
            sheet.text(MARGIN + _LABEL_WIDTH, baseline, line, width=INNER - _LABEL_WIDTH)
            baseline += _LINE
        left -= len(lines[:shown])
    return baseline - _LINE + 6


def _draw_figures(sheet: Sheet, contents: ExportContents, top: float) -> None:
    totals = contents.view.totals
    share = text_format.share(totals.errors, totals.requests)
    figures = (
        (translate("Export", "Requests"), text_format.count(totals.requests), _days_text(contents)),
        (
            translate("Export", "Errors"),
            text_format.count(totals.errors),
            translate("Export", "{share} of requests").format(share=share),
        ),
        (
            translate("Export", "Tokens"),
            text_format.count(totals.input_tokens + totals.output_tokens),
            translate("Export", "{input} input, {output} output").format(
                input=text_format.count(totals.input_tokens), output=text_format.count(totals.output_tokens)
            ),
        ),
        (translate("Export", "Cost"), text_format.money(totals.cost_nano), text_format.exact_money(totals.cost_nano)),
    )
    width = (INNER - 3 * _GAP) / 4
    for index, (title, value, detail) in enumerate(figures):
        x = MARGIN + index * (width + _GAP)
        sheet.card((x, top, width, _FIGURES_HEIGHT))
        inner = width - 24
        sheet.text(x + 12, top + 16, title, ink=Ink.TEXT2, width=inner)
        sheet.text(x + 12, top + 35.5, value, face=Face.FIGURE, width=inner)
        sheet.text(x + 12, top + 49, detail, face=Face.CAPTION, ink=Ink.TEXT3, width=inner)


def _days_text(contents: ExportContents) -> str:
    return plural("on {days} days", "", len(contents.days)).format(days=text_format.count(len(contents.days)))


def _draw_sums(sheet: Sheet, box: Box, title: str, items: Sequence[UsageItem]) -> None:
    x, y, width, _ = box
    columns: tuple[tuple[str, Callable[[UsageItem], str], float], ...] = (
        (translate("Export", "Requests"), _requests_text, 176.0),
        (translate("Export", "Errors"), _errors_text, 130.0),
        (translate("Export", "Tokens"), _tokens_text, 60.0),
        (translate("Export", "Cost"), _cost_text, 0.0),
    )
    name_width = width - 232
    right = x + width
    sheet.text(x, y + 8, title, face=Face.SECTION, width=name_width)
    for heading, _, offset in columns:
        sheet.text(right - offset, y + 8, heading, face=Face.CAPTION, ink=Ink.TEXT2, side=Side.RIGHT)
    first = y + 15
    sheet.lines([(x, first, right, first)], ink=Ink.LINE, width=0.8)
    sheet.lines(
        [(x, first + _LINE * row, right, first + _LINE * row) for row in range(1, len(items) + 1)],
        ink=Ink.LINE2,
        width=0.4,
    )
    for row, item in enumerate(items):
        baseline = first + _LINE * row + 9.2
        sheet.text(x, baseline, _name(item), width=name_width)
        for _, text, offset in columns:
            sheet.text(right - offset, baseline, text(item), side=Side.RIGHT)


def _name(item: UsageItem) -> str:
    if item.status is not None:
        return text_format.status_text(item.status)
    return text_format.safe_line(item.model or "")


def _requests_text(item: UsageItem) -> str:
    return text_format.count(item.requests)


def _errors_text(item: UsageItem) -> str:
    return text_format.count(item.errors)


def _tokens_text(item: UsageItem) -> str:
    return text_format.count(item.input_tokens + item.output_tokens)


def _cost_text(item: UsageItem) -> str:
    return text_format.money(item.cost_nano)
