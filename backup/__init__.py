"""Getting the books out of the computer: the daily journal, restore points, the stick, and the way back."""
