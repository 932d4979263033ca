"""PDF: characters, boxes, fonts and rules through pdfium; lines, bands and footnotes by geometry."""
