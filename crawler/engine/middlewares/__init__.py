"""What each request passes on its way, outermost first: guard, robots, then Scrapy's own (headers, redirects, repetition). See
`crawler.engine.scrapy_settings` for the order, and `crawler.engine.transport` for what stands next to the wire."""
