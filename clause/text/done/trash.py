"""What was removed, and put back."""

DONE = {
    "record_removed": "{what} : supprimé. La corbeille le garde jusqu’au {until}.",
    "record_restored": "{what} : remis en place.",
}
