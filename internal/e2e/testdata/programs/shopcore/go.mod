module example.com/shopcore

go 1.25
