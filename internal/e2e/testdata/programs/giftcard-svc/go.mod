module example.com/giftcard-svc

go 1.25
