module example.com/warehouse-feed

go 1.25
