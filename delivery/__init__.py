"""What is handed over beside the program: wheels for a closed network, the list of licences, the bill of materials."""
