module example.com/outboxd

go 1.25
