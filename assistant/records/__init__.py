"""The recommendations of an index, and the conditions by which they are selected."""
