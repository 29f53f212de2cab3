module example.com/gateway-client

go 1.25
