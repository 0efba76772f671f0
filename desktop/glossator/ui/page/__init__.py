"""The article on screen: one reading surface with spans that a hand can make and move."""
