module example.com/country-table

go 1.25
