"""Makes the tarball and the Debian package of a built folder, and their checksums: ``linux_package.py FOLDER``."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import icons
from bundle_parts import size_bytes
from licences import packages_of

from binom_desktop import APP_ID, __version__

PROJECT: Final = Path(__file__).resolve().parents[1]
HERE: Final = PROJECT / "packaging" / "linux"
SHARE: Final = "share"
# Qt opens these only when it runs, so that no library names them.
_OPENED_LATER: Final = ("libdbus-1-3", "libegl1", "libgl1", "libglib2.0-0", "libxkbcommon-x11-0")
_DESCRIPTION = """native dashboard for Binom.Router accounts
 Spend, usage, failures and credits of an account at an OpenAI-compatible
 AI API router, live and at a glance, from the tray or the window.
 .
 Everything but the libraries of the desktop is inside; no Python is needed."""


def add_share(bundle: Path) -> Path:
    """Put the desktop entry, the AppStream metainfo and the icons into the built folder, for whoever unpacks it."""
    share = bundle / SHARE
    shutil.rmtree(share, ignore_errors=True)
    entries, metainfo = share / "applications", share / "metainfo"
    entries.mkdir(parents=True)
    metainfo.mkdir()
    shutil.copyfile(HERE / f"{APP_ID}.desktop", entries / f"{APP_ID}.desktop")
    text = (HERE / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    day = time.strftime("%Y-%m-%d", time.gmtime(_moment()))
    text = text.replace("@VERSION@", __version__).replace("@DATE@", day)
    (metainfo / f"{APP_ID}.metainfo.xml").write_text(text, encoding="utf-8")
    icons.write_hicolor(share / "icons", APP_ID)
    _validate(["desktop-file-validate", str(entries / f"{APP_ID}.desktop")])
    _validate(["appstreamcli", "validate", "--no-net", str(metainfo / f"{APP_ID}.metainfo.xml")])
    return share


def make_tarball(bundle: Path) -> Path:
    """Pack the folder; the answer is the file beside it."""
    archive = bundle.parent / f"binom-desktop-{__version__}-linux-{platform.machine()}.tar.xz"
    owner = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name", f"--mtime=@{_moment()}"]
    command = [
        "tar",
        *owner,
        "--use-compress-program=xz -6 -T0",
        "-cf",
        str(archive),
        "-C",
        str(bundle.parent),
        bundle.name,
    ]
    subprocess.run(command, check=True)
    return archive


def make_deb(bundle: Path, work: Path) -> Path:
    """Build the Debian package; the answer is the file beside the folder. ``work`` is emptied."""
    shutil.rmtree(work, ignore_errors=True)
    program = work / "usr" / "lib" / "binom-desktop"
    shutil.copytree(bundle, program, symlinks=True, ignore=shutil.ignore_patterns(SHARE))
    shutil.copytree(bundle / SHARE, work / "usr" / "share")
    (work / "usr" / "bin").mkdir()
    (work / "usr" / "bin" / "binom-desktop").symlink_to("../lib/binom-desktop/binom-desktop")
    documents = work / "usr" / "share" / "doc" / "binom-desktop"
    documents.mkdir(parents=True)
    licence = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    also = "The licences of everything inside are in /usr/lib/binom-desktop/licences.\n"
    (documents / "copyright").write_text(f"{licence}\n{also}", encoding="utf-8")
    _set_modes(work)
    _write_control(work, bundle)
    architecture = _architecture()
    package = bundle.parent / f"binom-desktop_{__version__}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(_moment())}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(work), str(package)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    shutil.rmtree(work)
    return package


def write_checksums(files: Iterable[Path], target: Path) -> None:
    """Write SHA-256 sums as ``sha256sum --check`` reads them."""
    lines = []
    for file in files:
        with file.open("rb") as source:
            lines.append(f"{hashlib.file_digest(source, 'sha256').hexdigest()}  {file.name}\n")
    target.write_text("".join(lines), encoding="ascii")


def dependencies(bundle: Path) -> str:
    """The packages of this system that hold the libraries which the bundle leaves to it, as ``Depends`` has them."""
    names, versions = set(), {(2, 17)}
    inside = {file.name for file in bundle.rglob("*.so*")}
    for headers in _program_headers(bundle):
        names |= set(re.findall(r"^\s+NEEDED\s+(\S+)", headers, re.MULTILINE)) - inside
        versions |= {(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", headers)}
    places = dict(re.findall(r"^\s+(\S+) .*=> (\S+)$", _output(["/sbin/ldconfig", "-p"]), re.MULTILINE))
    packages = {package for name in names if name in places for package in packages_of(Path(places[name]))[:1]}
    missing = sorted(name for name in names if name not in places)
    if missing:
        raise RuntimeError(f"no package here has {', '.join(missing)}")
    newest = ".".join(map(str, max(versions)))
    packages -= {"libc6"}
    return ", ".join([f"libc6 (>= {newest})", *sorted(_either(name) for name in packages | set(_OPENED_LATER))])


def _either(package: str) -> str:
    """Newer releases carry some libraries under a name with a suffix."""
    plain = package.removesuffix("t64")
    return f"{plain} | {plain}t64" if plain != package or plain == "libglib2.0-0" else package


def _program_headers(bundle: Path) -> Iterator[str]:
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink() and (".so" in file.name or file.name == "binom-desktop"):
            yield _output(["objdump", "-p", str(file)])


def _write_control(work: Path, bundle: Path) -> None:
    control = work / "DEBIAN"
    control.mkdir()
    fields = {
        "Package": "binom-desktop",
        "Version": __version__,
        "Architecture": _architecture(),
        "Maintainer": "The Binom Desktop contributors",
        "Installed-Size": str(size_bytes(work) // 1024),
        "Depends": dependencies(bundle),
        "Recommends": "fonts-dejavu-core | fonts-noto-core, gnome-keyring | kwalletmanager, xdg-desktop-portal",
        "Section": "utils",
        "Priority": "optional",
        "Homepage": "https://binom.run/docs",
        "Description": _DESCRIPTION,
    }
    (control / "control").write_text("".join(f"{name}: {text}\n" for name, text in fields.items()), encoding="utf-8")
    files = sorted(file for file in (work / "usr").rglob("*") if file.is_file() and not file.is_symlink())
    sums = (f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(work)}\n" for file in files)
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    for file in control.iterdir():
        file.chmod(0o644)
    control.chmod(0o755)


def _set_modes(folder: Path) -> None:
    """Everyone may read, whatever the mask of the builder; what may be run may be run by all."""
    for file in (folder, *folder.rglob("*")):
        if not file.is_symlink():
            file.chmod(0o755 if file.is_dir() or file.stat().st_mode & 0o100 else 0o644)


def _validate(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        print(f"# not checked, as there is no {command[0]} here: {Path(command[-1]).name}")
        return
    subprocess.run(command, check=True)


def _architecture() -> str:
    return _output(["dpkg", "--print-architecture"]).strip()


def _moment() -> int:
    """The moment that everything in the packages bears, in seconds since 1970: the last commit's, if it is known."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    answer = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout.strip()
    return int(answer) if answer else int(time.time())


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(bundle: Path) -> list[Path]:
    """Make everything beside the folder; the answer is the files made."""
    add_share(bundle)
    made = [make_tarball(bundle)]
    if shutil.which("dpkg-deb") is not None:
        made.append(make_deb(bundle, bundle.parent.parent / "build" / "deb"))
    else:
        print("# not made, as there is no dpkg-deb here: the Debian package")
    write_checksums(made, bundle.parent / "SHA256SUMS")
    for file in made:
        print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
