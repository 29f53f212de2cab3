package main

import (
	"context"
	"fmt"
	"os"

	"example.com/tablesync/internal/klaviyo"
	"example.com/tablesync/settings"
)

func main() {
	r := klaviyo.NewRunner(settings.Key("KLAVIYO_PRIVATE_KEY"), settings.APIRevision, settings.Timeout) // want revision
	for _, op := range klaviyo.Ops() {
		if op.Name != os.Args[1] {
			continue
		}
		if err := r.Run(context.Background(), op, os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	fmt.Fprintln(os.Stderr, "no such operation")
	os.Exit(2)
}
