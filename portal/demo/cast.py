"""Who plays in the demonstration: an invented person for every job title and every post of a profile."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.access import Duty, Tier
from portal.agencies.authority import Post, Title
from portal.agencies.profile import Profile

FIRST_NAMES = (
    "Jordan Marisol Dewey Priya Callum Noemi Tobias Leilani Graham Yesenia Anders Imani "
    "Felix Rosalind Hector Saoirse Wendell Amara Quentin Delia Marcus Ingrid Omar Paloma"
).split()
LAST_NAMES = (
    "Avila Thornbury Castellan Okonjo Merrick Halvorsen Pacheco Lindqvist Oyelaran Brandt Escalera Winslow "
    "Kaneko Farraday Duarte Holloway Sandoval Petrov Ashdown Nakagawa Villareal Greaves Mbeki Corrigan Salcedo"
).split()
TELLING = 4
"""Letters from which a word of a title says something: “of” and “for” do not."""


@dataclass(frozen=True)
class Role:
    """One person: a title, and at most one post, by the keys the profile gives them."""

    full_name: str
    title: str
    posts: tuple[str, ...] = ()

    @property
    def user_name(self) -> str:
        return self.full_name.lower().replace(" ", ".")


def names() -> Iterator[str]:
    """Full names, none twice."""
    for number in range(len(FIRST_NAMES) * len(LAST_NAMES)):
        shift, first = divmod(number, len(FIRST_NAMES))
        yield f"{FIRST_NAMES[first]} {LAST_NAMES[(first + shift) % len(LAST_NAMES)]}"


def cast(profile: Profile) -> tuple[list[Role], Role]:
    """Everybody, and a newcomer who has no training yet.

    The person of a title holds the first post of that rank, a further person each further one; a post without a rank
    goes to somebody of a title that fits it.
    """
    name = names()
    roles = [Role(next(name), title, posts) for title, posts in titles_and_posts(profile)]
    return roles, Role(next(name), rank_and_file(profile).key)


def titles_and_posts(profile: Profile) -> Iterator[tuple[str, tuple[str, ...]]]:
    for title in profile.titles:
        posts = [post.key for post in profile.posts if post.rank == title.key]
        yield from ((title.key, (post,)) for post in posts)
        if not posts:
            yield title.key, ()
    for post in profile.posts:
        if post.rank is None:
            yield fitting_title(profile, post).key, (post.key,)


def fitting_title(profile: Profile, post: Post) -> Title:
    """A supervisor's title for a post held by the shift; else one that closes plate data, named most like the post."""
    if post.by_shift:
        supervisors = map(profile.title, profile.duties[Duty.SUPERVISOR].titles)
        leading = [title for title in supervisors if title.tier == Tier.FULL]
        if leading:
            return leading[0]
    closed = [title for title in profile.titles if title.tier in (Tier.NONE, Tier.LIMITED)]
    dispatching = profile.duties[Duty.DISPATCH].titles
    return min(
        closed or profile.titles,
        key=lambda title: (-len(words(title.name) & words(post.title)), title.key in dispatching),
    )


def words(text: str) -> set[str]:
    return {word for word in text.lower().split() if len(word) >= TELLING}


def rank_and_file(profile: Profile) -> Title:
    """The last title that opens plate data: profiles list them from the top."""
    return [title for title in profile.titles if title.tier == Tier.FULL][-1]
