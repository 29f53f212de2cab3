module example.com/sprintf-template

go 1.25
