module example.com/tenant-syncer

go 1.25
