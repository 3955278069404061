"""How far two texts are apart."""


def edits(one: str, other: str) -> int:
    """Insertions, deletions and exchanges that turn one text into the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        before, row[0] = row[0], index
        for place, against in enumerate(other, 1):
            changed = min(row[place] + 1, row[place - 1] + 1, before + (char != against))
            before, row[place] = row[place], changed
    return row[-1]
