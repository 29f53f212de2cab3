module example.com/hooks-relay

go 1.25
