"""From what people type to a plan that every engine compiles."""
