package main

import (
	"context"
	"os"

	"example.com/dated-settings/option/klaviyo"
	"example.com/dated-settings/option/settings"
)

func main() {
	c := klaviyo.New(os.Getenv("K"), klaviyo.WithRevision(settings.Revision())) // want revision
	_ = c.Track(context.Background(), "1", "a@example.com")
}
