"""``hutong plugin check``: what is missing or wrong in a plugin, in words, with file and line.

First its files are read, without importing them (`reading`); then it is rehearsed: an application with this
plugin on a throw-away database, in a process of its own (`rehearsal`). What can be read is also refused at
start-up, where the plugin is of others (`refusing`).
"""
