module github.com/klaviyolint/klaviyolint

go 1.25.0

require (
	github.com/BurntSushi/toml v1.5.0
	golang.org/x/mod v0.32.0
	golang.org/x/tools v0.42.0
)
