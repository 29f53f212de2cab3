module example.com/envtags

go 1.25
