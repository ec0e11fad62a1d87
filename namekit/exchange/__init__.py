"""People in and out of a registry's file: CSV, JSON lines, FollowTheMoney, Wikidata.

`lines` reads a file line by line whatever is in it, one room a format makes entries of the lines, `imports` puts
them in, `exports` writes them out. What the columns and properties are called stands in tables/exchange.toml.
"""
