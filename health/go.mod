module github.com/klaviyolint/klaviyolint/health

go 1.23
