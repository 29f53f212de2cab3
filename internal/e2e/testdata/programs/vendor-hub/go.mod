module example.com/vendorhub

go 1.24
