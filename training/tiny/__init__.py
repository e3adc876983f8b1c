"""Small models with random weights, in the forms that exporters write, with what PyTorch computes of them."""
