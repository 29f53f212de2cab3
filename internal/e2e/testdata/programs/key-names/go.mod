module example.com/key-names

go 1.25
