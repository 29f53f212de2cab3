module example.com/oauth-connector

go 1.25
