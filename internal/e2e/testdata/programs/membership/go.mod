module example.com/membership

go 1.25
