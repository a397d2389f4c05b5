"""Where each of the 29 points of signalr.md, "What a client must do", is tested.

Tests name their points. ``c`` is test_hub_connect, ``n`` test_hub_negotiation, ``f`` test_hub_frames, ``r``
test_hub_receive, ``l`` test_hub_life, ``j`` test_hub_rejoin, ``q`` test_hub_qasync, ``s`` tests/soak/test_hub.

==  =======  ===============================================================================================
1   c n      POST, version, query as it is, bearer; version 0, or none
2   c n      id and bearer of the upgrade; what a redirect says can't end the request's line
3   c        the same key refused: signed out, no further request
4   c j      factory asked anew, sync and async; one that raises, once and again and again
5   c n      redirects with, without and with a refused token, to other origins, a hundred, endless
6   c n      error, no WebSockets, statuses, HTML, bodies of every kind
7   c f s    exact; text, binary, fragments; error, no answer, other answers, an end, silence
8   c f      records and a Close along with the answer; a cut record
9   r f      order; 40 kB to 10 MB, fragments, too many of them; over the limit
10  r f      unknown types, members, methods, ids, streams; everything that may be written otherwise
11  r f      what is no record, no message, no frame; a record over two messages
12  r        letter case; no arguments
13  r        handlers that raise
14  r f      exactly one completion; none for an empty id
15  r f      calls out of order, errors, wrong shapes; pending ones on a loss
16  l        every loss: new negotiation, new id
17  l f s    Close with and without allowReconnect and error
18  l s      silence with pongs; a frozen socket
19  l        no false alarm
20  l s      own pings
21  c n j s  what fails while rejoining; 401 later; jitter, cap, Retry Now, wake, wall clock
22  l s      twenty drops, Subscribe first; drops for minutes
23  l        stop in every state, and at the moment of a loss
24  l j      nothing pending, no warning; also after every test (hub_user.using_hub)
25  q j      Qt's loop and the GUI thread; ``both_loops`` and ``pairs`` elsewhere
26  s        20,000 records a second for a minute
27  r j      the loop gets its turn; the server is held back
28  c n j    no secret is told
29  n f r    MessagePack; ``BOTH`` and ``pairs`` elsewhere
==  =======  ===============================================================================================
"""

from __future__ import annotations

import re
from pathlib import Path

FILES = {
    "c": "unit/api/test_hub_connect.py",
    "n": "unit/api/test_hub_negotiation.py",
    "f": "unit/api/test_hub_frames.py",
    "r": "unit/api/test_hub_receive.py",
    "l": "unit/api/test_hub_life.py",
    "j": "unit/api/test_hub_rejoin.py",
    "q": "unit/api/test_hub_qasync.py",
    "s": "soak/test_hub.py",
}
TESTS = Path(__file__).parents[2]


def points_of(path: str) -> set[int]:
    """The points that the names of this file's tests have."""
    names = re.findall(r"def test_points?_((?:\d+_|and_|to_)+)", (TESTS / path).read_text("utf-8"))
    return {int(number) for name in names for number in re.findall(r"\d+", name)}


def test_the_table_says_where_each_point_is_tested() -> None:
    rows = re.findall(r"^(\d+) +((?:[a-z] )+) ", __doc__ or "", re.MULTILINE)
    told = {int(number): set(letters.split()) for number, letters in rows}
    found = {letter: points_of(path) for letter, path in FILES.items()}
    assert sorted(told) == list(range(1, 30))
    assert told == {point: {letter for letter in FILES if point in found[letter]} for point in range(1, 30)}
