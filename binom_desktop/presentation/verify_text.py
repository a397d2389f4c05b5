"""The comparison of the history with the server, in words."""

from __future__ import annotations

from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.format import count, day_with_year
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import plural, translate
from binom_desktop.verify_values import VerifyProgress, VerifyResult


def progress_text(progress: VerifyProgress) -> str:
    """How far it is: ``Comparing with the server: 12 of 240 days``; before the server has said of how many, that."""
    if not progress.days:
        return translate("Verify", "Asking the server…")
    return translate("Verify", "Comparing with the server: {done} of {days}").format(
        done=count(progress.done_days), days=_days(progress.days)
    )


def result_text(result: VerifyResult) -> str:
    """What came of it."""
    if result.stopped_by is not None:
        reason = error_text(result.stopped_by)
        text = translate("Verify", "Stopped after {days}: {reason} {repaired}")
        return text.format(days=_days(result.days_checked), reason=reason, repaired=_repaired(result)).strip()
    if result.first is None:
        return translate("Verify", "There is nothing to compare yet.")
    first = day_with_year(result.first)
    if not result.days_differed:
        return translate("Verify", "{days} since {first} compared: all as the server has them.").format(
            days=_days(result.days_checked), first=first
        )
    return translate("Verify", "{days} since {first} compared. {repaired}").format(
        days=_days(result.days_checked), first=first, repaired=_repaired(result)
    )


def result_tone(result: VerifyResult) -> Tone:
    """How good that is."""
    if result.stopped_by is not None:
        return Tone.BAD
    return Tone.WARN if result.days_differed else Tone.OK


def _repaired(result: VerifyResult) -> str:
    if not result.days_differed:
        return ""
    return translate("Verify", "{days} differed; {added} added, {corrected} corrected.").format(
        days=_days(result.days_differed),
        added=_requests(result.records_added),
        corrected=count(result.records_corrected),
    )


def _days(number: int) -> str:
    return plural("{count} days", "", number).format(count=count(number))


def _requests(number: int) -> str:
    return plural("{count} requests", "", number).format(count=count(number))
