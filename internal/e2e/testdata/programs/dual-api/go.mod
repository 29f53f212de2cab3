module example.com/dual-api

go 1.25
