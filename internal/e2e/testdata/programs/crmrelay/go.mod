module example.com/crmrelay

go 1.25
