"""Positions number the words of an article so that each field has a range of its own.

    body      0 … body_length
    title     from body_length + FIELD_GAP
    authors   after another FIELD_GAP, AUTHOR_GAP between one author and the next

Because of the gaps no phrase matches across the end of a field.
"""

FIELD_GAP = 1_000
AUTHOR_GAP = 100
