"""How true the contract is: real answers that it accepts, and mistakes in them that it notices."""
