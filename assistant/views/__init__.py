"""What people and programs see: the page, the command line, and the one place that words things."""
