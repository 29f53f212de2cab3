module example.com/slowfill

go 1.25
