module example.com/multi-sink

go 1.25
