"""Pictures of what hostile files may have made: drawn by a process of its own, with bounded time and memory."""
