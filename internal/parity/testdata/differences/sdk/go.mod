module github.com/monetha/go-klaviyo

go 1.25
