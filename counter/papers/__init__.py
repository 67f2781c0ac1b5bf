"""Papers: facts of the books worded into blocks; how they look on a device is printing's concern."""
