"""The pictures of the documents: what they show, how they are taken, and whether they still show today's product."""
