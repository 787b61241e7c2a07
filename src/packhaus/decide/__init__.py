"""Pure algorithms: plain records in, a decision out; no Django, no input or output, no clock."""
