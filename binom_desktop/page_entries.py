"""Every page's route and its row in the sidebar, known before anybody makes the page or what it shows."""

from __future__ import annotations

from typing import Final

from binom_desktop.presentation.translation import translate
from binom_desktop.views.page import PageEntry

OVERVIEW_ROUTE: Final = "/dashboard"
USAGE_ROUTE: Final = "/usage"
REQUESTS_ROUTE: Final = "/requests"
KEYS_ROUTE: Final = "/keys"
BILLING_ROUTE: Final = "/billing"
ALERTS_ROUTE: Final = "/alerts"
SETTINGS_ROUTE: Final = "/settings"


def page_entries() -> dict[str, PageEntry]:
    """The pages by their routes in the sidebar's order, named in the language of this moment."""
    entries = (
        PageEntry(OVERVIEW_ROUTE, translate("OverviewPage", "Overview"), "layout-dashboard", "Ctrl+1"),
        PageEntry(USAGE_ROUTE, translate("UsageDesk", "Usage"), "chart-no-axes-column", "Ctrl+2"),
        PageEntry(REQUESTS_ROUTE, translate("RequestsDesk", "Requests"), "text-align-start", "Ctrl+3"),
        PageEntry(KEYS_ROUTE, translate("KeysDesk", "API Keys"), "key-round", "Ctrl+4"),
        PageEntry(BILLING_ROUTE, translate("BillingDesk", "Billing"), "credit-card", "Ctrl+5"),
        PageEntry(ALERTS_ROUTE, translate("AlertsDesk", "Alerts"), "bell", "Ctrl+6"),
        PageEntry(SETTINGS_ROUTE, translate("SettingsDesk", "Settings"), "settings", "Ctrl+,"),
    )
    return {entry.route: entry for entry in entries}
