module example.com/vendored

go 1.25

require github.com/developertom01/klaviyo-go v0.0.0-20240322101112-0123456789ab
