"""What the demo is made of: real orders of December 2010 and everything invented around them. Pure, no Django."""
