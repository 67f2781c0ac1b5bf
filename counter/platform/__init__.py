"""What differs from one operating system to the next: folders, sticks, the display, fonts."""
