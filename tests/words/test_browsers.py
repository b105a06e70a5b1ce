"""What browsers call themselves, in words."""

import pytest

from words.browsers import browser_name


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
            "Firefox, Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Safari/537.36 Edg/139.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit Chrome/139 Safari/537", "Chrome, Mac"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25 Chrome/121 Safari", "Samsung Internet, Android"),
    ],
)
def test_a_browser_and_its_system(app, user_agent, words):
    assert browser_name(user_agent) == words


@pytest.mark.parametrize("user_agent", ["", "curl/8", "<script>"])
def test_an_unknown_one_is_said_to_be(app, user_agent):
    with app.test_request_context("/?lang=en"):
        assert browser_name(user_agent) == "Unknown browser"
