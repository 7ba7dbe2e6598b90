"""From a question to ranked passages: read it, search, fuse, and judge the evidence."""
