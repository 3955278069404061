"""The public page states the rules in our words; the adopted text is published as itself, not copied here."""

import re
from collections.abc import Iterator

from tests.agencies.conftest import raw

RUN = 8  # words in a row that no two independent sentences share


def runs(text: str) -> set[tuple[str, ...]]:
    spoken = re.findall(r"[a-z0-9]+", re.sub("[\u2019']", "", text.lower()))
    return {tuple(spoken[start : start + RUN]) for start in range(len(spoken) - RUN + 1)}


def sentences(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from sentences(value)
    elif isinstance(part, list):
        for item in part:
            yield from sentences(item)


def test_no_eight_words_in_a_row_are_the_policy_s(slug: str, policy_text: str) -> None:
    adopted = runs(policy_text)
    assert len(adopted) > 500
    copied = [sentence for sentence in sentences(raw(slug)) if runs(sentence) & adopted]
    assert copied == []


def test_every_rule_is_a_sentence_short_enough_to_read_at_a_glance(slug: str) -> None:
    for rule in raw(slug)["rules"]:
        assert rule["text"][0].isupper(), rule
        assert rule["text"].endswith("."), rule
        assert len(rule["text"].split()) <= 45, rule
