"""What the app speaks: its texts, Qt's own, numbers and days, and the side that lines begin on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from binom_desktop.settings import Language

TRANSLATIONS: Final = Path(__file__).parent / "resources" / "translations"
"""Holds ``binom_<language>.ts``, and what ``lrelease`` makes of it."""


class ShownLanguage:
    """The language of an application. Widgets take it up as they are made, so it is chosen before the first."""

    def __init__(self, *, application: QGuiApplication) -> None:
        self._application = application
        self._translators: list[QTranslator] = []
        application.layoutDirectionChanged.connect(self._on_application_layout_direction_changed)

    def show(self, language: Language) -> None:
        """Speak ``language`` from now on, or the first of the system's that there is, else English."""
        spoken = spoken_language(language, QLocale.system().uiLanguages())
        locale = locale_of(spoken, QLocale.system())
        self.clear()
        QLocale.setDefault(locale)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._install(f"{folder}/qtbase_{spoken.value}.qm")
        self._install(str(TRANSLATIONS / f"binom_{spoken.value}.qm"))
        self._application.setLayoutDirection(locale.textDirection())

    def clear(self) -> None:
        """Speak as the source is written."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators.clear()

    def _on_application_layout_direction_changed(self, direction: Qt.LayoutDirection) -> None:
        if direction is Qt.LayoutDirection.RightToLeft:
            # A turn of the loop later, for the theme sets a style of its own while the app is built.
            QTimer.singleShot(0, _keep_reading_order)

    def _install(self, file: str) -> None:
        """Qt's own texts may be missing; then they are English."""
        translator = QTranslator()
        if translator.load(file):
            self._application.installTranslator(translator)
            self._translators.append(translator)


def _keep_reading_order() -> None:
    # Nothing else needs it, and hardly anybody this.
    from binom_desktop.views.reading_order import ReadingOrderStyle

    QApplication.setStyle(ReadingOrderStyle("Fusion"))


def spoken_language(language: Language, wanted: list[str]) -> Language:
    """``language``, or for SYSTEM the first of ``wanted``, such as ``de-AT``, that the app knows; else English."""
    if language is not Language.SYSTEM:
        return language
    known = set(Language) - {Language.SYSTEM}
    codes = (tag.replace("_", "-").split("-")[0].lower() for tag in wanted)
    return next((Language(code) for code in codes if code in known), Language.ENGLISH)


def locale_of(spoken: Language, system: QLocale) -> QLocale:
    """How numbers and days are written: as in the system's country where it speaks that language.

    English is always that of the United States: its formats are part of the interface.
    """
    if spoken is Language.ENGLISH:
        return QLocale("en_US")
    # By name: to make Python's enumeration of all languages takes longer than the rest.
    return system if system.name().partition("_")[0] == spoken.value else QLocale(spoken.value)
