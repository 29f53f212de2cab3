module example.com/loud-client

go 1.24
