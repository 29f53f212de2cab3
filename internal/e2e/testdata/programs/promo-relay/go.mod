module example.com/promo-relay

go 1.25
