"""Turns responses and records into markup, text and files; every shown sentence is worded here."""
