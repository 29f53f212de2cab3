module example.com/bulk-twins

go 1.25
