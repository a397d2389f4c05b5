"""What a build decides: ``build_file.py FILE`` writes it from BINOM_UPDATE_FEED and BINOM_UPDATE_KEY.

The first is the address of the update feed, the second the public key that ``sign_feed.py new-key`` printed. Without
both, nothing is written, and the build offers no updates. The app itself reads no such variable.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from binom_desktop.build_settings import feed_settings

_HEADER = "# Written by packaging/build_file.py: the update feed of this build, and the key that it is signed with.\n"


def write_build_file(file: Path, environment: Mapping[str, str]) -> bool:
    """Write ``file`` if a feed is given; tells whether. Raises ``ValueError`` for one that the app could not use."""
    address, key = (environment.get(name, "").strip() for name in ("BINOM_UPDATE_FEED", "BINOM_UPDATE_KEY"))
    file.unlink(missing_ok=True)
    if not address and not key:
        return False
    if urlsplit(address).scheme != "https" or any(character in address + key for character in '"\\\n\r'):
        raise ValueError("BINOM_UPDATE_FEED is not an https address.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{_HEADER}update_feed = "{address}"\nupdate_key = "{key}"\n', encoding="utf-8")
    try:
        feed_settings(file)
    except ValueError:
        file.unlink()
        raise
    return True


if __name__ == "__main__":
    written = write_build_file(Path(sys.argv[1]), os.environ)
    print("The build offers updates." if written else "The build offers no updates.")
