module example.com/adspend

go 1.25
