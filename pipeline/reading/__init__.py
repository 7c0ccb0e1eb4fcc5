"""Reading: files into rows, in processes of their own with bounded time and memory."""
