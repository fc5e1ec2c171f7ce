"""The work of the bot as jobs, in this process or on many machines."""
