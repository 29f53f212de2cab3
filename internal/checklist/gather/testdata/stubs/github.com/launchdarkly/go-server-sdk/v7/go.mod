module github.com/launchdarkly/go-server-sdk/v7

go 1.24
