"""Settings from the environment."""

import stat

import pytest
from werkzeug.sansio.utils import host_is_trusted

from config import Unusable, read_settings

NAMES = (
    *("OVERBLIK_DATA_DIR", "OVERBLIK_DATABASE_URL", "OVERBLIK_BASE_URL", "OVERBLIK_SECRET_KEY"),
    *("HOST", "PORT", "WEB_CONCURRENCY", "OVERBLIK_PROXIES"),
    *("OVERBLIK_IDLE_HOURS", "OVERBLIK_PORTAL_IDLE_MINUTES"),
)


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """environment(NAME=value): nothing else is set but a data directory."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OVERBLIK_DATA_DIR", str(tmp_path / "data"))

    def set_all(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return read_settings()

    return set_all


def test_nothing_needs_to_be_set(environment, tmp_path):
    settings = environment()
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'app.db'}"
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")


def test_the_data_directory_is_made_for_this_user_alone(environment):
    settings = environment()
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


@pytest.mark.asvs("13.3.1")
def test_the_secret_key_is_made_once_and_readable_by_this_user_alone(environment):
    first, second = environment(), environment()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 43  # 256 bits
    assert stat.S_IMODE((first.data_dir / "secret_key").stat().st_mode) == 0o600


def test_a_given_key_is_not_written_down(environment):
    settings = environment(OVERBLIK_SECRET_KEY="given")
    assert settings.secret_key == "given"
    assert not (settings.data_dir / "secret_key").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "overblik.example"])  # noqa: S104
def test_another_host_than_loopback_needs_a_base_url(environment, host):
    with pytest.raises(Unusable, match="OVERBLIK_BASE_URL"):
        environment(HOST=host)
    assert environment(HOST=host, OVERBLIK_BASE_URL="https://overblik.example").https


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_a_port_is_a_number_of_a_port(environment, port):
    with pytest.raises(Unusable, match="PORT"):
        environment(PORT=port)


@pytest.mark.parametrize("number", ["0", "two", "-1", "65", ""])
def test_the_number_of_web_processes_is_a_number(environment, number):
    with pytest.raises(Unusable, match="WEB_CONCURRENCY"):
        environment(WEB_CONCURRENCY=number)


@pytest.mark.parametrize(
    "url", ["overblik.example", "ftp://x.example", "https://x.example/path", "https://", "http://["]
)
def test_a_base_url_is_an_origin(environment, url):
    with pytest.raises(Unusable, match="OVERBLIK_BASE_URL"):
        environment(OVERBLIK_BASE_URL=url)


@pytest.mark.parametrize("url", ["HTTPS://Overblik.example", "https://overblik.example:443/"])
def test_the_base_url_is_kept_as_browsers_write_it(environment, url):
    assert environment(OVERBLIK_BASE_URL=url).own_origins == {"https://overblik.example"}


def test_only_two_kinds_of_databases_are_known_and_no_password_is_repeated(environment):
    with pytest.raises(Unusable, match="OVERBLIK_DATABASE_URL") as refused:
        environment(OVERBLIK_DATABASE_URL="mysql://root:hemmelig@host/x")
    assert "hemmelig" not in str(refused.value)


def test_a_data_directory_that_cannot_be_made_is_told_in_one_line(environment, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Unusable, match="OVERBLIK_DATA_DIR"):
        environment(OVERBLIK_DATA_DIR=str(tmp_path / "file" / "data"))


@pytest.mark.asvs("4.1.3", "15.3.4")
@pytest.mark.asvs("4.1.3", "15.3.4")
def test_no_proxy_is_believed_unless_it_is_told(environment):
    assert environment().proxies == 0
    assert environment(OVERBLIK_PROXIES="2").proxies == 2


@pytest.mark.parametrize("number", ["-1", "11", "x", "", "1.5"])
def test_the_number_of_proxies_is_a_number(environment, number):
    with pytest.raises(Unusable):
        environment(OVERBLIK_PROXIES=number)


@pytest.mark.asvs("7.3.1")
def test_how_long_nobody_need_be_there(environment):
    assert (environment().idle_hours, environment().portal_idle_minutes) == (12, 30)
    assert environment(OVERBLIK_PORTAL_IDLE_MINUTES="60").portal_idle_minutes == 60
    with pytest.raises(Unusable):
        environment(OVERBLIK_PORTAL_IDLE_MINUTES="9")


def test_on_loopback_all_its_names_are_our_own(environment):
    settings = environment(PORT="8123")
    names = {"127.0.0.1", "localhost", "[::1]"}
    assert settings.own_origins == {f"http://{name}:8123" for name in names}
    assert set(settings.trusted_hosts) == names


def test_elsewhere_the_base_url_is_the_only_name(environment):
    settings = environment(OVERBLIK_BASE_URL="https://overblik.example/")
    assert settings.own_origins == {"https://overblik.example"}
    assert settings.trusted_hosts == ["overblik.example"]


@pytest.mark.parametrize("host", ["[2001:db8::1]", "[2001:db8::1]:8000"])
def test_an_ipv6_address_is_a_name_too(environment, host):
    names = environment(OVERBLIK_BASE_URL="http://[2001:db8::1]:8000").trusted_hosts
    assert host_is_trusted(host, names)
    assert not host_is_trusted(host.replace("1]", "2]"), names)
