"""Rules that hold on every exchange, as pure functions over what was seen. They never make a request."""

from conformance.suite.rules.identity import checkout_id_equals_cart_id, checkout_id_is_stable
from conformance.suite.rules.money import grand_total_adds_up
from conformance.suite.rules.sight import Rule, Sight
from conformance.suite.rules.visibility import shipping_options_hidden_without_include

# Every rule by the requirement that it judges.
RULES: dict[str, Rule] = {
    "checkout-id-equals-cart-id": checkout_id_equals_cart_id,
    "checkout-id-is-stable": checkout_id_is_stable,
    "grand-total-adds-up": grand_total_adds_up,
    "shipping-options-hidden-without-include": shipping_options_hidden_without_include,
}

__all__ = ["RULES", "Rule", "Sight"]
