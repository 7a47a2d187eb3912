"""What is done in this room. One thing that happens is one function and one transaction."""
