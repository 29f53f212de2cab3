module example.com/one-liners

go 1.25
