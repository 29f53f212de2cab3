module example.com/key-by-use

go 1.25
