"""What is said of an export."""

from __future__ import annotations

from PySide6.QtTest import QSignalSpy

from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.presentation.tone import Tone


def test_an_export_from_beginning_to_end() -> None:
    model = ExportModel()
    said = [model.text]
    model.start("CSV", 1_048_213)
    model.set_done(120_000)
    said.append(model.text)
    assert 0.11 < model.fraction < 0.12
    model.finish("requests.csv", 18_867)
    said.append(model.text)
    model.finish("one\n.json", 1)
    said.append(model.text)
    model.fail("No room left on\nthe disk.")
    assert model.tone is Tone.BAD
    said.append(model.text)
    model.cancel()
    said.append(model.text)
    assert said == [
        "",
        "Exporting CSV: 120,000 of 1,048,213",
        "Exported 18,867 requests to requests.csv",
        "Exported 1 request to one .json",
        "No room left on the disk.",
        "Export cancelled. Nothing was written.",
    ]
    model.clear()
    assert model.state is ExportState.IDLE


def test_progress_after_the_end_changes_nothing() -> None:
    model = ExportModel()
    model.start("PDF", 0)
    assert model.fraction == 0.0
    model.cancel()
    changes = QSignalSpy(model.changed)
    model.set_done(5)
    assert changes.count() == 0
