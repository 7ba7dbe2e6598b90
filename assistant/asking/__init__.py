"""Understands a question once: from its words to an `Asked` value, before anything is searched."""
