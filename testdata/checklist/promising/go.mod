module example.com/promising

go 1.24
