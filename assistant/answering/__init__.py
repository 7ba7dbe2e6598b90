"""From ranked evidence or selected records to an Answer or an Abstention.

Decides what is shown: which recommendations, which words are quoted, and when to say no.
Knows nothing of how it is shown.
"""
