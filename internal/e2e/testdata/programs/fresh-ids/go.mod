module example.com/fresh-ids

go 1.25
