module example.com/edge-proxy

go 1.25
