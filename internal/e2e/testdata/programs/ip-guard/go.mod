module example.com/ip-guard

go 1.25
