"""The client's side of the contract: typed HTTP operations and the live hub."""
