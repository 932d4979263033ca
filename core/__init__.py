"""What all stages share: records, citation grammar, settings, limits, errors, blobs, ledger."""
