"""``python -m clause``: the same as the ``clause`` command."""

from clause.cli import main

if __name__ == "__main__":
    main()
