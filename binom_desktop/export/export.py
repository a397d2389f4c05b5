"""Exporting, whatever the format."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from binom_desktop.export.atomic_file import replacing
from binom_desktop.export.blocks import Watch
from binom_desktop.export.contents import ExportContents, ExportFormat
from binom_desktop.export.csv_file import write_csv
from binom_desktop.export.json_file import write_json
from binom_desktop.export.pdf_file import write_pdf


def export(
    contents: ExportContents,
    file: Path,
    file_format: ExportFormat,
    *,
    on_progress: Callable[[int], None],
    cancelled: threading.Event,
) -> None:
    """Write all rows of the view in its order to ``file``, which is there whole in the end, or as it was before.

    It takes long and belongs in a worker thread, where it calls ``on_progress`` with the number of rows done. Raises
    ``ExportFault`` if the file can't be written, ``ExportCancelled`` soon after ``cancelled`` is set.
    """
    watch = Watch(on_progress, cancelled)
    with replacing(file) as written:
        match file_format:
            case ExportFormat.CSV:
                write_csv(contents.view, written, watch)
            case ExportFormat.JSON:
                write_json(contents.view, written, watch)
            case ExportFormat.PDF:
                write_pdf(contents, written, watch)
