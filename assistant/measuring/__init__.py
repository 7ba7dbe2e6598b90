"""How good a build is: labelled questions, graded quotes, public collections, and what may serve."""
