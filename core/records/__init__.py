"""The records that pass between the stages."""
