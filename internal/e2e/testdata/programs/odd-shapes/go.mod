module example.com/odd-shapes

go 1.25
