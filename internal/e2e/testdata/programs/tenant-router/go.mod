module example.com/tenant-router

go 1.25
