"""What the portal tells people: in their inbox, and by mail where that is set up. Never a plate."""

from portal.services.notices.inbox import Page, count_unread, find, inbox, mark_all_read, mark_read
from portal.services.notices.telling import tell

__all__ = ["Page", "count_unread", "find", "inbox", "mark_all_read", "mark_read", "tell"]
