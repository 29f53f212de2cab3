module example.com/legacy-bridge

go 1.25
