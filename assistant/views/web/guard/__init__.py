"""What is let in and out: routes, bodies, calls, headers, log-in."""
