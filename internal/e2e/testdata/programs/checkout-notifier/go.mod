module example.com/checkout-notifier

go 1.25
