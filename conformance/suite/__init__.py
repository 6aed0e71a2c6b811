"""The tests that judge a target. They know the API, the contract and the requirements, never a store's data."""
