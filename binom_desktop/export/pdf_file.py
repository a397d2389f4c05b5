"""The request log as PDF: a page with figures and charts, then the table. Memory does not grow with the rows."""

from __future__ import annotations

from typing import BinaryIO

from binom_desktop.export.blocks import Watch
from binom_desktop.export.contents import ExportContents
from binom_desktop.export.pdf_cover import draw_cover
from binom_desktop.export.pdf_sheet import HEIGHT, MARGIN, RIGHT, Face, Ink, Sheet, Side
from binom_desktop.export.pdf_table import ROWS_PER_PAGE, draw_table
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import translate


def write_pdf(contents: ExportContents, file: BinaryIO, watch: Watch) -> None:
    """Write everything, with progress and Cancel at every page. It needs a QGuiApplication, in whatever thread."""
    count = len(contents.view)
    pages = 1 + -(-count // ROWS_PER_PAGE)
    sheet = Sheet(file, title=translate("Export", "Requests"))
    try:
        draw_cover(sheet, contents)
        _draw_foot(sheet, 1, pages)
        for page, first in enumerate(range(0, count, ROWS_PER_PAGE), start=2):
            watch.check()
            sheet.new_page()
            _draw_running_head(sheet, contents)
            rows = contents.view.rows(first, min(first + ROWS_PER_PAGE, count))
            draw_table(sheet, rows)
            _draw_foot(sheet, page, pages)
            watch.on_progress(first + len(rows.id))
        watch.check()
        sheet.end()
    finally:
        sheet.abandon()


def _draw_running_head(sheet: Sheet, contents: ExportContents) -> None:
    width = sheet.text(MARGIN, 47, translate("Export", "Requests"), face=Face.SECTION)
    words = [contents.range_text, *(f"{label}: {text}" for label, text in contents.filter_texts)]
    sheet.text(MARGIN + width + 10, 47, text_format.safe_line("  ·  ".join(words)), ink=Ink.TEXT3, width=480)
    if contents.account is not None:
        name = text_format.safe_line(contents.account.username)
        sheet.text(RIGHT, 47, name, ink=Ink.TEXT3, side=Side.RIGHT, width=180)


def _draw_foot(sheet: Sheet, page: int, pages: int) -> None:
    words = translate("Export", "Page {page} of {pages}").format(page=page, pages=pages)
    sheet.text(RIGHT, HEIGHT - 24, words, face=Face.CAPTION, ink=Ink.TEXT3, side=Side.RIGHT)
