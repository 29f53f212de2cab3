module example.com/gymtrack

go 1.25
