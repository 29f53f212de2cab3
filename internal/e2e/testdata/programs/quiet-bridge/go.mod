module example.com/quiet-bridge

go 1.25
