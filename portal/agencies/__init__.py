"""What the agencies' adopted policies say, as data: one profile an agency, and what its text leaves open."""

from portal.agencies.document import ProfileError
from portal.agencies.gaps import Gap, gaps
from portal.agencies.profile import Profile, load, slugs

__all__ = ["Gap", "Profile", "ProfileError", "gaps", "load", "slugs"]
