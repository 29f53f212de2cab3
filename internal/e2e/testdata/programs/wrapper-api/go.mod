module example.com/wrapper-api

go 1.25
