"""What is known of the words of a name: their sounds, kin, roles, cases and language; a text read as a name."""
