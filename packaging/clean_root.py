"""Tries a Debian package as a person would, on a root of its own: ``clean_root.py dist/binom-desktop_*.deb``.

debootstrap makes the smallest Debian below ``build/``; apt installs what the package asks for, dpkg the package. The
installed app runs there on a private X server with session bus and keyring, is signed in to a sandbox server by the
accessibility bus, shows every page, writes a picture of each and is ended as a session does that closes. Then dpkg
purges it, and the root has to be as before. It needs root's rights, debootstrap and the mirror; no mounts, no systemd.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from smoke_test import check_pictures

from binom_desktop.options import LINK_SCHEME, ROUTES
from tests.e2e.desktop import AppProcess, Desktop, missing_packages
from tests.e2e.desktop_services import SecretService
from tests.e2e.running_app import assert_ended_well, enter_server_and_key, press, wait_for_connection
from tests.sandbox_process import SandboxProcess

PROJECT: Final = Path(__file__).resolve().parents[1]
ROOT: Final = PROJECT / "build" / "clean-root"
REQUESTS: Final = 300
# What dpkg writes about every package, and what the kernel shows.
_OF_DPKG = ("var/lib/dpkg", "var/log", "var/cache", "proc", "sys", "dev", "run", "tmp")
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def missing_here() -> list[str]:
    """What this machine lacks for the test."""
    missing = [] if os.geteuid() == 0 else ["root's rights"]
    missing += [tool for tool in ("debootstrap", "chroot") if shutil.which(tool) is None]
    if Path("/tmp").stat().st_dev != PROJECT.stat().st_dev:
        missing.append("one disk for /tmp and the project")
    return [*missing, *missing_packages()]


def main(package: Path) -> bool:
    """Run the test; the answer is whether it could be run. Ends with an error if anything is not as it has to be."""
    missing = missing_here()
    if missing:
        print(f"# NOT TESTED: {package.name} on a clean root. This machine lacks: {', '.join(missing)}")
        return False
    if not make_root():
        print(f"# NOT TESTED: {package.name} on a clean root. debootstrap could not make one; see {ROOT}.log")
        return False
    try:
        shutil.copy(package, ROOT / "tmp" / "package.deb")
        in_root("apt-get", "satisfy", "--yes", "--no-install-recommends", dependencies_of(package))
        before = everything()
        in_root("dpkg", "--install", "/tmp/package.deb")
        check_not_autostarted(package)
        use_installed()
        in_root("dpkg", "--purge", "binom-desktop")
        left = everything() ^ before
        if left:
            sys.exit(f"uninstalled, the package leaves: {', '.join(sorted(left)[:20])}")
    finally:
        remove_root()
    print(
        f"{package.name}: installed on a clean root, signed in, all pages shown, ended with 0, purged without a trace."
    )
    return True


def make_root() -> bool:
    """Make the smallest root of this machine's own release."""
    remove_root()
    ROOT.parent.mkdir(exist_ok=True)
    suite = release_name()
    with Path(f"{ROOT}.log").open("wb") as log:
        command = ["debootstrap", "--variant=minbase", suite, str(ROOT)]
        return subprocess.run(command, check=False, stdout=log, stderr=log).returncode == 0


def remove_root() -> None:
    """Remove what an earlier run left, unless something is mounted in it."""
    if any(line.split()[1].startswith(f"{ROOT}/") for line in Path("/proc/self/mounts").read_text().splitlines()):
        for place in ("proc", "sys"):
            subprocess.run(["umount", str(ROOT / place)], check=False, capture_output=True)
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    if any(line.split()[1].startswith(f"{ROOT}/") for line in mounts):
        sys.exit(f"something is mounted below {ROOT}")
    shutil.rmtree(ROOT, ignore_errors=True)


def release_name() -> str:
    """The code name of this machine's release, such as bookworm: the package is built for it."""
    lines = (line.partition("=") for line in Path("/etc/os-release").read_text().splitlines())
    return {name: value.strip('"') for name, _equals, value in lines}["VERSION_CODENAME"]


def dependencies_of(package: Path) -> str:
    """What the package asks for."""
    command = ["dpkg-deb", "--field", str(package), "Depends"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def in_root(*command: str) -> None:
    """Run a command of the root as its own administrator."""
    environment = {"PATH": _PATH, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
    done = subprocess.run(["chroot", str(ROOT), *command], check=False, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)[:200]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def everything() -> set[str]:
    """The name, kind and size of all that is in the root, but for what dpkg keeps about packages."""
    found = set()
    for folder, folders, files in os.walk(ROOT):
        inside = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if str(inside / name) not in _OF_DPKG]
        for name in (*folders, *files):
            status = Path(folder, name).lstat()
            size = 0 if stat.S_ISDIR(status.st_mode) else status.st_size
            found.add(f"{inside / name} {stat.filemode(status.st_mode)} {size}")
    return found


def check_not_autostarted(package: Path) -> None:
    """Nothing that a package brings may start the app by itself."""
    listing = subprocess.run(
        ["dpkg-deb", "--contents", str(package)], check=True, capture_output=True, text=True
    ).stdout
    if "autostart" in listing or "systemd" in listing:
        sys.exit("the package starts the app by itself")


def use_installed() -> None:
    """Sign in, look at every page, end; then write the pictures."""
    with Desktop() as desktop, SandboxProcess("--history", str(REQUESTS)) as server:
        home = desktop.new_home()
        with SecretService(desktop.bus_address) as keyring:
            open_way(desktop, home)
            app = start(desktop, home)
            enter_server_and_key(app, server.url, server.token)
            press(app, "Sign In")
            wait_for_connection(app, "Live")
            app.find(name=f"Total Requests: {REQUESTS}")
            if keyring.values != [server.token]:
                sys.exit("the key is not in the keyring")
            for route in ROUTES:
                show_by_link(desktop, home, app, route)
            app.terminate()
            assert_ended_well(app)
            pictures = home / "pictures"
            variables = {"BINOM_API_KEY": server.token}
            app = start(desktop, home, "--server", server.url, "--snapshot", str(pictures), variables=variables)
            if app.wait_for_end(180) != 0:
                sys.exit(f"--snapshot: {app.errors}")
        check_pictures(in_root_place(pictures))


def show_by_link(desktop: Desktop, home: Path, app: AppProcess, route: str) -> None:
    """Open a page as a browser would that was given a link: a second start tells the first, and ends."""
    name = route.strip("/")
    second = start(desktop, home, f"{LINK_SCHEME}://{name}")
    if second.wait_for_end() != 0:
        sys.exit(f"{LINK_SCHEME}://{name}: {second.errors}")
    app.find(object_name=f"{name}Page")


def in_root_place(place: Path) -> Path:
    """Where a file of the root is for who looks from outside."""
    return ROOT / place.relative_to("/")


def open_way(desktop: Desktop, home: Path) -> None:
    """Make the desktop's sockets reachable from the root under the same names, and a home in it.

    A socket has a second name by a hard link, which needs no mount; root and ``/tmp`` have to be on one disk.
    """
    in_root_place(home).mkdir(parents=True)
    for socket in (*desktop.folder.rglob("*"), *Path("/tmp/.X11-unix").glob("X*")):
        if socket.is_socket():
            place = in_root_place(socket)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(socket, place)


def start(desktop: Desktop, home: Path, *arguments: str, variables: dict[str, str] | None = None) -> AppProcess:
    """Start the installed app in the root."""
    command: Sequence[str] = ["chroot", str(ROOT), "/usr/bin/binom-desktop", *arguments]
    return desktop.run(command, home=home, variables={"PATH": _PATH, **(variables or {})})


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
