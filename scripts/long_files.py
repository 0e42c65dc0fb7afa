"""Lists the Python files of more than 300 lines: a sign that a file may hold several concepts, not a failure."""

from tests.source_tree import modules

LINES = 300


def main() -> None:
    """Print a line for each long file."""
    for module in modules():
        lines = len(module.text.splitlines())
        if lines > LINES:
            print(f"{module.name}: {lines} lines; more than {LINES} may be several concepts")


if __name__ == "__main__":
    main()
