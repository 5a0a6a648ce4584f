"""The words and the numbers of dates: names of months and weekdays, and the order of day and month."""
