module example.com/hook-gateway

go 1.24
