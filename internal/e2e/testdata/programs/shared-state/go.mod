module example.com/shared-state

go 1.25
