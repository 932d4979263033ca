"""Scrapy's settings for a crawl: all that it could do and is not wanted to is off."""

from __future__ import annotations

from typing import Any

from crawler.engine.middlewares.guard import GuardMiddleware
from crawler.engine.middlewares.robots import StrictRobotsMiddleware
from crawler.engine.resolver import LoopbackOnlyResolver, PublicOnlyResolver
from crawler.engine.session import Session
from crawler.engine.transport import Transport

_DOWNLOADER = "scrapy.downloadermiddlewares"


def scrapy_settings(session: Session) -> dict[str, Any]:
    source = session.source
    return {
        "USER_AGENT": session.agent,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": ", ".join(source.collect)},
        # Each answer passes from the bottom of this table to its top, each request from the top to the bottom.
        "DOWNLOADER_MIDDLEWARES": {
            GuardMiddleware: 10,
            StrictRobotsMiddleware: 100,
            f"{_DOWNLOADER}.robotstxt.RobotsTxtMiddleware": None,
            f"{_DOWNLOADER}.offsite.OffsiteMiddleware": None,  # the guard compares whole names, and start addresses too
            f"{_DOWNLOADER}.redirect.MetaRefreshMiddleware": None,
            f"{_DOWNLOADER}.httpauth.HttpAuthMiddleware": None,
            f"{_DOWNLOADER}.httpcompression.HttpCompressionMiddleware": None,  # the transport unpacks
            f"{_DOWNLOADER}.cookies.CookiesMiddleware": None,
            f"{_DOWNLOADER}.httpproxy.HttpProxyMiddleware": None,  # behind a proxy no resolver of ours would be asked
            f"{_DOWNLOADER}.downloadtimeout.DownloadTimeoutMiddleware": None,  # the transport keeps the time
        },
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # each status has its end in the ledger
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        },
        "DOWNLOAD_HANDLERS": {
            "http": Transport,
            "https": Transport,
            "file": None,
            "data": None,
            "ftp": None,
            "s3": None,
        },
        "TWISTED_DNS_RESOLVER": LoopbackOnlyResolver if session.order.rehearse else PublicOnlyResolver,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the ledger knows what was asked
        # The pace of the crawl keeps the delays (see crawler.engine.pace).
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_TIMES": source.politeness.retry.times,
        "RETRY_HTTP_CODES": list(source.politeness.retry.http_codes),
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "REDIRECT_MAX_TIMES": session.settings.limits.crawl_redirects + 2,  # the guard is first, and says so
        "REDIRECT_PRIORITY_ADJUST": 10,
        "REFERRER_POLICY": "no-referrer",
        "DOWNLOAD_MAXSIZE": min(source.files.max_bytes, session.settings.limits.file_bytes),
        "DOWNLOAD_WARNSIZE": source.files.warn_bytes,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DNS_TIMEOUT": 20,
        "EXTENSIONS": {
            "scrapy.extensions.corestats.CoreStats": None,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.telnet.TelnetConsole": None,
        },
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }
