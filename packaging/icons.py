"""The app's icon in the forms that systems want, drawn from its SVG: ``icons.py FOLDER`` writes all of them."""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from binom_desktop import APP_ID

SVG: Final = Path(__file__).resolve().parents[1] / "binom_desktop" / "resources" / "app.svg"
PNG_SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# Apple's names of the sizes in pixels, of those that hold PNG.
_ICNS_TYPES = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


def png(size: int) -> bytes:
    """The icon as a PNG of ``size`` times ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def ico() -> bytes:
    """The icon as Windows wants it: a directory of PNGs."""
    pictures = [png(size) for size in _ICO_SIZES]
    place = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in zip(_ICO_SIZES, pictures, strict=True):
        # A byte holds the size; 256 stands as 0.
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def icns() -> bytes:
    """The icon as macOS wants it: blocks of a name, a length and a PNG."""
    blocks = b""
    for name, size in _ICNS_TYPES.items():
        picture = png(size)
        blocks += name + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(blocks) + 8) + blocks


def write_ico(folder: Path) -> Path:
    """Write the icon of Windows."""
    return _written(folder / "binom-desktop.ico", ico())


def write_icns(folder: Path) -> Path:
    """Write the icon of macOS."""
    return _written(folder / "binom-desktop.icns", icns())


def write_hicolor(folder: Path, name: str) -> None:
    """Write the icon as themes of the freedesktop kind hold it, below ``folder/hicolor``."""
    for size in PNG_SIZES:
        _written(folder / "hicolor" / f"{size}x{size}" / "apps" / f"{name}.png", png(size))
    _written(folder / "hicolor" / "scalable" / "apps" / f"{name}.svg", SVG.read_bytes())


def _written(file: Path, data: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


if __name__ == "__main__":
    target = Path(sys.argv[1])
    write_ico(target)
    write_icns(target)
    write_hicolor(target, APP_ID)
