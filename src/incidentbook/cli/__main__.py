"""`python -m incidentbook.cli` is the program `incidentbook`."""

from incidentbook.cli import main

if __name__ == "__main__":
    main()
