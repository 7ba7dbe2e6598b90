"""The corpus folder: its manifest, what people write beside the documents, and changes to both."""
