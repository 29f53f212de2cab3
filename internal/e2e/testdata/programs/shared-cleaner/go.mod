module example.com/shared-cleaner

go 1.25
