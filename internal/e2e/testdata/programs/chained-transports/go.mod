module example.com/tripperok

go 1.24
