"""Tables and running text from characters and ruled lines on a page, whatever the page came from."""
