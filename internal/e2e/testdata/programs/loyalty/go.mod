module example.com/loyalty

go 1.25
