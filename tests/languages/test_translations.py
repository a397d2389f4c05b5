"""The translations are whole, say what their sources say, and are compiled."""

from __future__ import annotations

import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from binom_desktop.alert_values import AlertKind
from binom_desktop.languages import TRANSLATIONS, ShownLanguage, locale_of, spoken_language
from binom_desktop.presentation import alert_level, settings_text, usage_text
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import plural_number
from binom_desktop.presentation.usage_text import UsageMetric
from binom_desktop.settings import Language, Settings, export_settings, import_settings, load_settings, save_settings
from tests.languages.pseudo import lengthened

ROOT = Path(__file__).resolve().parent.parent.parent
FORMS = {"en": 2, "de": 2, "ru": 3}
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[Language], None]]:
    """Lets the app speak a language until the test ends; then it is English again."""
    english = ShownLanguage(application=qapp)
    other = ShownLanguage(application=qapp)
    yield other.show
    other.clear()
    english.show(Language.ENGLISH)


def messages(file: Path) -> Iterator[tuple[str, str, ElementTree.Element]]:
    """Context, source and translation of every text of a ``.ts`` file."""
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            yield context.findtext("name") or "", message.findtext("source") or "", translation


def fields(text: str) -> list[str]:
    """The places that a text has for figures and names, in no order."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def marks(text: str) -> int:
    """How many letters of a label can be typed."""
    return text.replace("&&", "").count("&")


def test_the_files_hold_every_text_of_the_source_and_are_compiled(tmp_path: Path) -> None:
    """``make translations`` changes nothing: no text is new, gone, or compiled from an older file."""
    copied = tmp_path / "translations"
    shutil.copytree(TRANSLATIONS, copied)
    subprocess.run([sys.executable, ROOT / "packaging" / "translations.py", copied], check=True, timeout=120)
    for file in sorted(TRANSLATIONS.iterdir()):
        assert (copied / file.name).read_bytes() == file.read_bytes(), f"{file.name}: run make translations"


@pytest.mark.parametrize("language", FORMS)
def test_every_text_is_translated_with_the_places_of_its_source(language: str) -> None:
    seen = 0
    for context, source, translation in messages(TRANSLATIONS / f"binom_{language}.ts"):
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        assert translation.get("type") is None, f"{context}: {source}"
        assert len(forms) in {1, FORMS[language]}
        for form in forms:
            assert form.strip(), f"{context}: {source}"
            assert fields(form) == fields(source), f"{context}: {form}"
            assert marks(form) == marks(source), f"{context}: {form}"
            assert (form[0].isspace(), form[-1].isspace()) == (source[0].isspace(), source[-1].isspace())
        seen += 1
    assert seen >= (25 if language == "en" else 800)


def test_numbers_take_the_form_of_their_language(speak: Callable[[Language], None]) -> None:
    def said(language: Language) -> list[str]:
        speak(language)
        return [usage_text.amount_text(number, UsageMetric.REQUESTS) for number in (0, 1, 3, 5, 21, 3_000_000_001)]

    russian = ["0 запросов", "1 запрос", "3 запроса", "5 запросов", "21 запрос"]
    assert said(Language.RUSSIAN) == [*russian, f"3{NO_BREAK}000{NO_BREAK}000{NO_BREAK}001 запрос"]
    german = ["0 Anfragen", "1 Anfrage", "3 Anfragen", "5 Anfragen", "21 Anfragen", "3.000.000.001 Anfragen"]
    assert said(Language.GERMAN) == german
    english = ["0 requests", "1 request", "3 requests", "5 requests", "21 requests", "3,000,000,001 requests"]
    assert said(Language.ENGLISH) == english


@pytest.mark.parametrize("number", [0, 1, 21, 2**31 - 1, 2**31, 2**63 + 1])
def test_a_number_too_large_for_qt_keeps_its_last_digits(number: int) -> None:
    assert plural_number(number) < 2**31
    assert plural_number(number) % 1_000_000 == number % 1_000_000


def test_numbers_days_and_money_are_written_as_the_language_does(
    qapp: QApplication, speak: Callable[[Language], None]
) -> None:
    ms = 1_795_421_730_000
    day = text_format.day_of(ms)
    assert day is not None
    speak(Language.GERMAN)
    assert text_format.money(-1_234_560_000_000) == f"-1.234,56{NO_BREAK}$"
    assert text_format.balance(999) == f"<0,000001{NO_BREAK}$"
    assert text_format.count(1_204_331) == "1.204.331"
    assert text_format.share(457, 1000) == "45,7 %"
    assert text_format.day_with_year(day) == "23. Nov. 2026"
    speak(Language.RUSSIAN)
    assert text_format.money(1_234_560_000_000) == f"1{NO_BREAK}234,56{NO_BREAK}$"
    assert text_format.day_with_year(day) == "23 нояб. 2026"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Отмена", "Qt's own texts"
    speak(Language.ENGLISH)
    assert text_format.money(1_234_560_000_000) == "$1,234.56"
    assert text_format.day_with_year(day) == "Nov 23, 2026"


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.GERMAN, Language.RUSSIAN])
def test_a_level_is_typed_as_it_is_shown(speak: Callable[[Language], None], language: Language) -> None:
    speak(language)
    for kind, level in (
        (AlertKind.SPEND_ABOVE, 1_500_250_000_000),
        (AlertKind.ERROR_RATE_ABOVE, 525),
        (AlertKind.REQUESTS_ABOVE, 1_250_000),
    ):
        assert alert_level.level_of(kind, alert_level.level_text(kind, level)) == level
    grouped = {Language.ENGLISH: "$1,500.25", Language.GERMAN: "1.500,25 $", Language.RUSSIAN: "1 500,25 $"}[language]
    assert alert_level.level_of(AlertKind.SPEND_ABOVE, grouped) == 1_500_250_000_000


def test_a_decimal_point_is_no_group_of_three(speak: Callable[[Language], None]) -> None:
    """``0.50`` must not become 50 where a point stands between thousands."""
    speak(Language.GERMAN)
    with pytest.raises(ValueError, match="0,50"):
        alert_level.level_of(AlertKind.SPEND_ABOVE, "0.50")


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["de-AT", "en-US"], Language.GERMAN),
        (["fr-FR", "ru-RU", "en"], Language.RUSSIAN),
        (["pt_BR"], Language.ENGLISH),
        ([], Language.ENGLISH),
    ],
)
def test_the_system_says_the_language_unless_a_person_does(wanted: list[str], spoken: Language) -> None:
    assert spoken_language(Language.SYSTEM, wanted) is spoken
    assert spoken_language(Language.GERMAN, wanted) is Language.GERMAN


def test_formats_are_those_of_the_systems_country_where_it_speaks_the_language() -> None:
    austrian = QLocale("de_AT")
    assert locale_of(Language.GERMAN, austrian) == austrian
    assert locale_of(Language.RUSSIAN, austrian) == QLocale("ru")
    assert locale_of(Language.ENGLISH, QLocale("en_GB")).name() == "en_US"


def test_the_choice_is_kept_exported_and_named_in_its_own_language(tmp_path: Path) -> None:
    chosen = Settings(language=Language.RUSSIAN)
    save_settings(tmp_path / "settings.toml", chosen)
    assert load_settings(tmp_path / "settings.toml").settings == chosen
    assert import_settings(export_settings(chosen), Settings()).language is Language.RUSSIAN
    assert [settings_text.language_title(language.value) for language in Language] == [
        "System",
        "English",
        "Deutsch",
        "Русский",
    ]


def test_the_pseudo_language_is_40_percent_longer() -> None:
    text = "Too many calls. Try again in {seconds} s."
    assert fields(lengthened(text)) == ["seconds"]
    assert len(lengthened(text)) >= len(text) * 1.3
