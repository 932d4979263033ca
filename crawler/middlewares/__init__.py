"""What each request passes on its way, outermost first: guard, robots, then Scrapy's own (headers, redirects, repetition). See
`crawler.scrapy_settings` for the order, and `crawler.transport` for what stands next to the wire."""
