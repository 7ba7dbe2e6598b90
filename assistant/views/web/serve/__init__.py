"""The server: one process, one port, the index that serves now."""
