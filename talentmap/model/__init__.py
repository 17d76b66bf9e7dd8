"""What things are: frozen models and enums without behaviour of their own stage."""
