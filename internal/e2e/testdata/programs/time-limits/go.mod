module example.com/time-limits

go 1.25
