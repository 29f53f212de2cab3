module example.com/phonecleaner

go 1.25
