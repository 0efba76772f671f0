"""Glossator: a desktop reader and annotator for articles."""

__version__ = "0.1.0"
