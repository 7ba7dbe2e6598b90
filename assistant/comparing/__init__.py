"""Two builds side by side: which text is which, and what changed. Knows nothing of how it is shown."""
