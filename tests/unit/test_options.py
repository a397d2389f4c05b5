"""What the command line and links may say: pages that there are, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.options import ROUTES, parse_options, route_of


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("/keys", "/keys"),
        ("keys", "/keys"),
        ("Usage", "/usage"),
        ("overview", "/dashboard"),
        ("binom://billing", "/billing"),
        ("binom://billing/", "/billing"),
        ("BINOM://Billing", "/billing"),
        ("binom:///settings", "/settings"),
        ("binom://alerts?from=mail#top", "/alerts"),
    ],
)
def test_pages_are_found(text: str, route: str) -> None:
    assert route_of(text) == route


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "binom://",
        "binom:keys",
        "https://keys",
        "javascript:keys",
        "binom://[",
        "binom://[::1]/keys",
        "binom://keys/../usage",
        "binom://keys%2fusage",
        "binom://%6beys",
        "binom://user@keys",
        "binom://keys:80",
        "binom://keys/delete/key_1",
        "binom://keys\n/usage",
        "binom://ke\nys",
        "binom://keys\x00",
        " keys",
        "binom://\u212aeys",
        "binom://\uff4beys",
        "binom://\u202ekeys",
        "binom://\u2100",
        "binom://" + "/" * 300 + "keys",
        "binom://" + "k" * 10_000_000,
        "\udc80keys",
        "..\\keys",
        "binom://binom://keys",
    ],
)
def test_anything_else_is_no_page(text: str) -> None:
    """Not a crash, and not a page by a trick of letters, either."""
    assert route_of(text) is None


@given(st.one_of(st.text(), st.text().map("binom://{}".format), st.binary().map(lambda data: data.decode("latin-1"))))
def test_whatever_it_is_the_answer_is_a_page_or_none(text: str) -> None:
    assert route_of(text) in {None, *ROUTES}


@pytest.mark.parametrize("link", ["binom://[", "binom://" + "x" * 100_000, "binom://\udc80\x1b[31m"])
def test_a_bad_link_ends_with_a_short_plain_message(link: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options([link])
    message = capsys.readouterr().err.splitlines()[-1]
    assert "no such page" in message
    assert len(message) < 400
    assert message.isprintable()
