"""The plain box for what keeps the window from opening, where nobody sees a terminal."""

import tkinter as tk
from tkinter import messagebox


def show_failure(title: str, text: str) -> None:
    """Show a sentence and wait until it is read."""
    root = tk.Tk()
    root.withdraw()
    messagebox.showerror(title, text, parent=root)
    root.destroy()
