module example.com/confighost

go 1.25
