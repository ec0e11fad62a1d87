"""Romanization systems as tables, and Cyrillic made Latin by them, and read backwards."""
