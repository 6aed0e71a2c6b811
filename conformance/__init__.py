"""Contract and conformance tests for BigCommerce's Checkout REST APIs, both faces."""

__version__ = "0.1.0"
