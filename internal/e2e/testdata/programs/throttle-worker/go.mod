module example.com/throttle-worker

go 1.25
