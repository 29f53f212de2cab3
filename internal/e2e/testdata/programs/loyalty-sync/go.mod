module example.com/loyalty-sync

go 1.25
