module example.com/bulk-loader

go 1.25
