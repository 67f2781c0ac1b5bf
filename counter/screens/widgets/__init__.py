"""The parts the screens are made of; each takes the look as an argument and knows no rule of the office."""
