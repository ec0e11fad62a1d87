"""The registry's file: one SQLite database with people, what was decided about spellings, and history.

`file` opens and guards it, `entries` keeps people, `ids` mints ids, `decisions` what people decided, `history` runs
and changes, `merging` brings people and copies together, `checking` looks for what must not be.
"""
