"""What people ask after a search: how coverage ran, and by whom; answered by counting, without hits."""
