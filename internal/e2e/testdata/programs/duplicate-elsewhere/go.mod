module example.com/duplicate-elsewhere

go 1.25
