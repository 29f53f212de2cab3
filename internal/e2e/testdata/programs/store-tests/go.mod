module example.com/store-tests

go 1.25
