"""What each request and answer passes on its way, outermost first: guard, robots, Scrapy's own (headers, redirects, decompression,
repetition), and next to the wire the recognition of protection pages. See `crawler.scrapy_settings` for the order."""
