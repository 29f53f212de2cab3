module example.com/tablesync

go 1.24
