"""The index: lexical and dense search, the encoder, and how they are stored."""
