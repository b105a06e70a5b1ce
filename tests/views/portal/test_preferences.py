"""The language of somebody in the portal."""

import pytest

from tests.support.visiting import enter, give_access


def test_the_language_is_kept_and_is_that_of_the_mails(client, cast):
    give_access(cast.address("aase@a.example"))
    enter(client, "aase@a.example")
    path = f"/portal/accounts/{cast.a.id}/documents"
    assert '<html lang="da"' in client.get(path).text
    assert client.post("/portal/preferences", data={"language": "en"}).status_code == 303
    assert '<html lang="en"' in client.get(path).text
    assert cast.address("aase@a.example").link.contact.language == "en"


@pytest.mark.parametrize("language", ["", "xx", "de"])
def test_there_are_no_others(client, cast, language):
    give_access(cast.address("aase@a.example"))
    enter(client, "aase@a.example")
    assert client.post("/portal/preferences", data={"language": language}).status_code == 400
