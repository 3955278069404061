"""Square codes a telephone reads, as SVG that stands in a page: no style, no script, no picture from elsewhere."""

import segno

SCALE = 5
"""Pixels a module: a camera reads it off a screen at arm's length, and off paper."""


def square_code(text: str, title: str) -> str:
    """The code as one `<svg>` element, with its title for those who do not see it."""
    code = segno.make(text, error="m", micro=False)
    drawn: str = code.svg_inline(
        scale=SCALE, title=title, svgclass="square-code", lineclass=None, light="#fff"
    )
    return drawn.replace("<svg ", '<svg role="img" ', 1)
