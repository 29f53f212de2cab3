module example.com/split-key

go 1.25
