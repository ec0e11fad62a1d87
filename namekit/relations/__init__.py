"""How spellings of one name are related: other languages, systems, habits; all the spellings that a person may have."""
