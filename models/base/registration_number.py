"""Danish registration numbers (CVR), as they are pasted from a mail or the foot of a letter."""

import re

from stdnum.dk import cvr

MOST_PASTED = 60  # characters with all the words around it
# What the number is called; the search knows these words too (models/base/folding.py).
CVR_WORDS = ("cvrnummer", "cvrnr", "cvr")
SE_WORDS = ("senummer", "senr", "se")
VAT_WORDS = ("momsnummer", "momsnr", "moms", "vat")
SURE_BESIDE_SE = {*CVR_WORDS}  # a company may have SE numbers of other units (momsloven § 47)
SURE = {*CVR_WORDS, *VAT_WORDS, "dk"}
AROUND = {*SURE, *SE_WORDS, "nr", "nummer", "no", "number", "reg", "id"}
WRITTEN = re.compile(r"[^0-9]*([0-9](?:[^\w/]{0,3}[0-9]){7})[^0-9]*")


def plain_danish(text: str) -> str:
    """The eight digits where `text` is a CVR number, perhaps with words around it that surely call it so; else `text` as it is."""
    if cvr.is_valid(text):
        return cvr.compact(text)
    written, words = WRITTEN.fullmatch(text), set(re.findall(r"[^\W\d_]+", text.casefold()))
    sure = words & (SURE_BESIDE_SE if words & {*SE_WORDS} else SURE)
    if not written or words - AROUND or not sure:
        return text
    number = re.sub("[^0-9]", "", written[1])
    return number if cvr.is_valid(number) else text
