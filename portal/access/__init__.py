"""Who may: tiers, duties and the one table that gives them permissions."""

from portal.access.actor import Actor, Bar
from portal.access.permissions import GRANTS, Duty, Permission, Tier, permissions_for

__all__ = ["GRANTS", "Actor", "Bar", "Duty", "Permission", "Tier", "permissions_for"]
