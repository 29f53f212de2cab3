// Command revision-once calls Klaviyo.
package main

import (
	"context"
	"log"
	"os"

	"example.com/revision-once/klaviyo"
	"example.com/revision-once/settings"
)

func main() {
	ctx := context.Background()
	a := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"), settings.APIRevision) // want revision
	if err := a.Get(ctx, "/api/lists"); err != nil {
		log.Fatal(err)
	}
	opts := settings.Defaults()
	opts.Key = os.Getenv("KLAVIYO_PRIVATE_KEY")
	b := klaviyo.FromOptions(opts) // want revision
	if err := b.Get(ctx, "/api/lists"); err != nil {
		log.Fatal(err)
	}
}
