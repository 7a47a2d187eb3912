"""What happens to organizers, their people and those who act for them."""
