module example.com/env-defaults

go 1.25
