"""The photo of a person, for staff; uploading it is tested in tests/views/portal/test_photos.py."""


def test_without_a_photo_there_is_none(browse, cast):
    assert browse(cast.olga).get("/contacts/1/photo").status_code == 404


def test_a_stranger_is_sent_to_the_door(client, cast):
    assert client.get("/contacts/1/photo").status_code == 303
