"""The librarian behind the Library tab: documents that come in, builds that run."""
