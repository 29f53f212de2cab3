module example.com/dated-settings

go 1.25
