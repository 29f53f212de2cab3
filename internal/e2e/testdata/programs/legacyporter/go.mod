module example.com/legacyporter

go 1.25
