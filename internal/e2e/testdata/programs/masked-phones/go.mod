module example.com/masked-phones

go 1.25
