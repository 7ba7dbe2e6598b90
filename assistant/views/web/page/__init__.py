"""The page: its tabs, their callbacks, and its look."""
