module example.com/hook-fields

go 1.25
