module example.com/gen-client

go 1.25
