module example.com/many-vendors

go 1.25
