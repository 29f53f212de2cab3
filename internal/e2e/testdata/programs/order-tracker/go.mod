module example.com/order-tracker

go 1.25
