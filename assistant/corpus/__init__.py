"""The corpus folder: its manifest, what people write beside the documents, and changes to both.

Reads no document; knows nothing of how an index is made.
"""
