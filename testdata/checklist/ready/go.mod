module example.com/ready

go 1.24

require (
	github.com/prometheus/client_golang v1.25.0
	golang.org/x/time v0.14.0
)

replace (
	github.com/prometheus/client_golang => ./stub/prometheus
	golang.org/x/time => ./stub/xtime
)
