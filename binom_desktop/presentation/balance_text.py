"""What is said under a balance."""

from __future__ import annotations

from binom_desktop.alert_values import BalanceLevels
from binom_desktop.domain import Severity
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import translate


def balance_caption(balance_nano: int, left: str, levels: BalanceLevels) -> tuple[str, Tone]:
    """The line and its tone; ``left`` is how long the credits last, empty where that is not known."""
    if balance_nano <= 0:
        return translate("Balance", "used up: requests are refused"), Tone.BAD
    match levels.severity(balance_nano):
        case Severity.CRITICAL:
            return left or _below(
                translate("Balance", "almost used up: below {amount}"), levels.critical_nano
            ), Tone.BAD
        case Severity.WARNING:
            return left or _below(translate("Balance", "running low: below {amount}"), levels.warning_nano), Tone.WARN
        case _:
            return left, Tone.NEUTRAL


def _below(text: str, level_nano: int | None) -> str:
    return text.format(amount=text_format.money(level_nano or 0).removesuffix(".00"))
