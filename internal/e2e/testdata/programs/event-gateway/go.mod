module example.com/event-gateway

go 1.25
