"""May it happen now? Pure checks over facts and the profile: they raise `RuleBroken`, or answer yes or no."""

from portal.rules.errors import RuleBroken

__all__ = ["RuleBroken"]
