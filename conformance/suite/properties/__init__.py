"""Generated requests: every operation, inside and outside its documented form, on a checkout that really exists."""
