"""Starting and running: the data folder, the steps before, the server itself."""
