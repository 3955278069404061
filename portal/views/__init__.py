"""The pages, one file a subject: load, act, go."""

from portal.web.section import Section

SECTIONS: list[Section] = []
