"""The generator: claims queued generations, streams them from the pool, writes the event log."""
