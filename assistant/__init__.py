"""Answers questions from professional guidance; the one path is assistant.ask.Assistant."""

__version__ = "0.1.0"  # pyproject.toml reads it too
