module example.com/number-builder

go 1.25
