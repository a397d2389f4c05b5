"""Inputs that nobody means well with: mutated samples for everything that reads what comes from outside."""
