"""Credits and today's requests as one line each, for the tray's menu and its tooltip."""

from __future__ import annotations

from binom_desktop.domain import Forecast
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.alert_text import tray_tooltip
from binom_desktop.presentation.billing_text import time_left
from binom_desktop.presentation.translation import plural, translate


def credit_line(balance_nano: int | None, forecast: Forecast | None, now_ms: int) -> str:
    """``Credit Balance: $42.50 · about 9 days left``; without the second half where nobody can say how long."""
    credit = tray_tooltip(balance_nano)
    left = "" if balance_nano is None or forecast is None else time_left(forecast, now_ms)
    return translate("Tray", "{credit} · {left}").format(credit=credit, left=left) if left else credit


def today_line(requests: int | None, cost_nano: int | None) -> str:
    """``Today: 1,204 requests · $3.10``; a figure that is not known is ``—``, and so is the whole where none is."""
    if requests is None and cost_nano is None:
        return translate("Tray", "Today: {unknown}").format(unknown=text_format.UNKNOWN)
    text = plural("Today: {count} requests · {amount}", "", 0 if requests is None else requests)
    return text.format(
        count=text_format.UNKNOWN if requests is None else text_format.count(requests),
        amount=text_format.UNKNOWN if cost_nano is None else text_format.money(cost_nano),
    )
