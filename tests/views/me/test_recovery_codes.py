"""Making new recovery codes."""

import re

from models.sign_in.recovery_code import RecoveryCode
from tests.support import digest
from tests.support.factors import give_app, give_codes

CODES = "/settings/second-factor/recovery-codes"


def test_new_ones_are_shown_this_once_and_end_the_old(browse, cast):
    give_app(cast.alice)
    old = give_codes(cast.alice)
    inside = browse(cast.alice)
    response = inside.post(CODES)
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", response.text)
    assert (response.status_code, len(set(codes))) == (200, 10)
    assert response.headers["Cache-Control"] == "no-store"
    assert not set(codes) & set(old)
    assert not RecoveryCode.use(cast.alice, old[0])
    assert RecoveryCode.use(cast.alice, codes[0])


def test_they_go_with_a_factor(browse, cast):
    inside, before = browse(cast.alice), digest.digest()
    assert inside.post(CODES).status_code == 422
    assert digest.digest() == before
