module example.com/differences

go 1.25

require github.com/monetha/go-klaviyo v0.0.9

replace github.com/monetha/go-klaviyo => ./sdk
