"""A real Binom.Router server for demo and tests; shares the contract with the client, not code."""
