"""What Settings shows of newer versions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from binom_desktop.presentation import update_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.update_values import Checked, Checking, CheckState, Downloading, DownloadState, Release, ReleaseFile


class UpdatesModel(QObject):
    """The last check, and the last download. ``address`` is the feed's, ``platform`` tells whose file is offered.

    ``download_requested`` carries the file of the release and where to.
    """

    changed = Signal()
    check_requested = Signal()
    download_requested = Signal(object, str)
    cancel_requested = Signal()

    def __init__(
        self, *, address: str, version: str, platform: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.address = address
        self._version = version
        self._platform = platform
        self._check: CheckState = None
        self._download: DownloadState = None

    @property
    def checked(self) -> CheckState:
        """What the last check said."""
        return self._check

    @property
    def release(self) -> Release | None:
        """The newer version that was found."""
        return self._check.release if isinstance(self._check, Checked) else None

    @property
    def file(self) -> ReleaseFile | None:
        """The file of that version for this computer."""
        return None if self.release is None else self.release.file_for(self._platform())

    @property
    def checking(self) -> bool:
        """Whether the feed is being asked."""
        return isinstance(self._check, Checking)

    @property
    def downloading(self) -> bool:
        """Whether a file is on its way."""
        return isinstance(self._download, Downloading)

    @property
    def text(self) -> str:
        """Where it stands, in words."""
        return update_text.state_text(self._version, self._check, self._download)

    @property
    def tone(self) -> Tone:
        """How good that is."""
        return update_text.state_tone(self._check, self._download)

    def set_check(self, check: CheckState) -> None:
        """Take over what a check says; of an earlier download nothing is said any more, unless it still runs."""
        self._check = check
        if not self.downloading:
            self._download = None
        self.changed.emit()

    def set_download(self, download: DownloadState) -> None:
        """Take over how far a download is, or what came of it; None where it was given up."""
        self._download = download
        self.changed.emit()

    def check(self) -> None:
        """Ask the feed now."""
        if not self.checking:
            self.check_requested.emit()

    def download(self, file: ReleaseFile, target: str) -> None:
        """Fetch a file to ``target``."""
        self.download_requested.emit(file, target)

    def cancel(self) -> None:
        """Give up the download."""
        self.cancel_requested.emit()
