"""`python -m directory` is the console command `directory`."""

from directory.cli import main

main()
