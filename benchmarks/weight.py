"""What the built bundle takes on disk and compressed (limit 18): of ``dist/``, which ``make bundle`` makes.

The baseline is the limit itself. Compressed means the tarball that people are given, an ``.xz``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

DIST = Path(__file__).resolve().parents[1] / "dist"
MOST_ON_DISK_MB = 200
MOST_COMPRESSED_MB = 55
# A part is a folder or a file right below one of these.
PARTS_SHOWN = 8


def print_size(name: str, size_mb: float, most_mb: int) -> None:
    """Print one line."""
    print(f"{name}  {size_mb:.1f} MB  {most_mb} MB  {size_mb / most_mb:.2f}  1", flush=True)


def sizes(bundle: Path) -> Counter[str]:
    """The bytes of each part; links count nothing."""
    parts: Counter[str] = Counter()
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink():
            place = file.relative_to(bundle).parts
            parts[place[1] if place[0] == "_internal" else place[0]] += file.stat().st_size
    return parts


def main() -> None:
    """Print the figures, or that there is no bundle."""
    bundle = DIST / "binom-desktop"
    if not bundle.is_dir():
        print("# left out, there is no bundle here: make bundle")
        return
    parts = sizes(bundle)
    print_size("bundle on disk", parts.total() / 1e6, MOST_ON_DISK_MB)
    archives = sorted(DIST.glob("binom-desktop-*.tar.xz"))
    for archive in archives:
        print_size("bundle compressed (tar.xz)", archive.stat().st_size / 1e6, MOST_COMPRESSED_MB)
    if not archives:
        print("# left out, there is no tarball here: the bundle's size compressed")
    heaviest = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in parts.most_common(PARTS_SHOWN))
    print(f"# heaviest parts in MB: {heaviest}")


if __name__ == "__main__":
    main()
