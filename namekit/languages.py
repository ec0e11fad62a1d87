"""x"""
def likely_languages(words): return ()
