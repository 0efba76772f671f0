"""The nouns: frozen dataclasses over the standard library, with no input or output."""
