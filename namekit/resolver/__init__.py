"""From a spelling to an entity: who is registered, who may be meant, what speaks for and against it, how likely."""
