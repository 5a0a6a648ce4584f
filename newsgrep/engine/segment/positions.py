"""Places: where the words of an article stand, so that a place tells the field.

    body         0 … body_length
    title        body_length + GAP … + title_length
    authors      after another GAP, each after the last by AUTHOR_GAP

The gaps keep a phrase from reaching from one field into the next.
"""

GAP = 1_000
AUTHOR_GAP = 100
