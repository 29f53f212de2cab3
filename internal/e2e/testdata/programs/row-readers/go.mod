module example.com/row-readers

go 1.25
