module example.com/patchloop

go 1.24
