module example.com/checkout-events

go 1.25
