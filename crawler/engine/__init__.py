"""What meets the network: one process a source, Scrapy behind rules of our own, the ledger as frontier."""
