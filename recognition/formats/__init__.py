"""The picture formats, one module each: how large a file says it is, and whether all of it is there.

Each `checked` looks at the bytes alone and decodes nothing. What it gives back is what the decoder is to see: parts a
decoder would spend time or memory on without gain are left out.
"""
