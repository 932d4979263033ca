"""Sources as data: the model of their YAML, loading, and the addresses that a step begins with."""
