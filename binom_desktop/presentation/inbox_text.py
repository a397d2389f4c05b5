"""The account's notifications in words, and what of fired alerts and of them is read."""

from __future__ import annotations

from PySide6.QtCore import QUrl

from binom_desktop.domain import Notification
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import plural, translate


def notification_kind(kind: str) -> str:
    """What sort of notification it is; a kind that nobody knows is shown as the server wrote it."""
    known = {
        "account": translate("Inbox", "Account"),
        "billing": translate("Inbox", "Billing"),
        "announcement": translate("Inbox", "Announcement"),
    }
    return known.get(kind) or text_format.safe_line(kind).strip() or text_format.UNKNOWN


def notification_title(notification: Notification) -> str:
    """Its title in one line; never empty."""
    return text_format.safe_line(notification.title).strip() or notification_kind(notification.kind)


def notification_body(notification: Notification) -> str:
    """Its body, with its own line breaks and nothing else that acts."""
    return "\n".join(text_format.safe_line(line) for line in notification.body.splitlines()).strip()


def link_of(notification: Notification) -> str | None:
    """Where it leads, as it is written on the wire; None unless that is an https address without a user's name."""
    if notification.url is None or text_format.safe_line(notification.url) != notification.url:
        return None
    address = QUrl(notification.url, QUrl.ParsingMode.StrictMode)
    if not address.isValid() or address.scheme() != "https" or not address.host() or address.userInfo():
        return None
    return bytes(address.toEncoded().data()).decode("ascii")


def link_host(link: str) -> str:
    """The server that an address leads to, as the network has its name."""
    return QUrl(link).host(QUrl.ComponentFormattingOption.FullyEncoded)


def unread_text(count: int) -> str:
    """``3 unread``; empty where nothing is."""
    return plural("{count} unread", "", count).format(count=text_format.count(count)) if count else ""


def read_text(read: bool) -> str:
    """``Read`` or ``Unread``."""
    return translate("Inbox", "Read") if read else translate("Inbox", "Unread")
