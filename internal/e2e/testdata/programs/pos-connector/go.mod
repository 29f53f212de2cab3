module example.com/pos-connector

go 1.25
