module example.com/request-literal

go 1.25
