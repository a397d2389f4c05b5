"""Where the app keeps its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

APP_FOLDER = "binom-desktop"
_OWNER_ONLY = 0o700
_MAX_SLUG_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Paths:
    """The files and folders of one data folder; nothing exists until ``create``.

    ``data_folder`` is what one running app locks. ``demo_folder`` holds the demo's database and history together.
    """

    settings_file: Path
    data_folder: Path
    log_folder: Path

    @classmethod
    def of(cls, data_dir: Path | None) -> Paths:
        """The places under ``data_dir``, or where the system wants them if it is None."""
        if data_dir is not None:
            folder = data_dir.absolute()
            return cls(settings_file=folder / "settings.toml", data_folder=folder, log_folder=folder / "logs")
        import platformdirs

        return cls(
            settings_file=platformdirs.user_config_path(APP_FOLDER, appauthor=False) / "settings.toml",
            data_folder=platformdirs.user_data_path(APP_FOLDER, appauthor=False),
            log_folder=platformdirs.user_log_path(APP_FOLDER, appauthor=False),
        )

    @property
    def window_place_file(self) -> Path:
        """Where the main window was."""
        return self.data_folder / "window-place"

    @property
    def demo_folder(self) -> Path:
        """The demo's own folder: its server's database and its history."""
        return self.data_folder / "demo"

    def history_folder(self, origin: str, account_id: str) -> Path:
        """The history of an account, which is its server's origin and its id; safe on every file system."""
        import hashlib
        import re

        readable = re.sub(r"[^a-z0-9.-]+", "-", f"{origin.partition('://')[2]}-{account_id}".lower())
        slug = readable[:_MAX_SLUG_CHARACTERS].strip("-.")
        digest = hashlib.sha256(f"{origin}\n{account_id}".encode()).hexdigest()[:12]
        return self.data_folder / "history" / f"{slug}-{digest}"

    def create(self) -> None:
        """Create the folders for their owner only. Folders that exist keep their mode. Raises ``OSError``."""
        for folder in (self.data_folder, self.settings_file.parent, self.log_folder):
            create_private_folder(folder)


def create_private_folder(folder: Path) -> None:
    """Create ``folder`` for its owner only, and the parents it needs likewise. Raises ``OSError``."""
    for each in reversed((folder, *folder.parents)):
        if not each.is_dir():
            each.mkdir(mode=_OWNER_ONLY, exist_ok=True)
