"""Paper from worded blocks: layouts, bytes, PDF, previews, the printers and the worker that feeds them."""
