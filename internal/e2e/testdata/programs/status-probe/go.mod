module example.com/status-probe

go 1.25
