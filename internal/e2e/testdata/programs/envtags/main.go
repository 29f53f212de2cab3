// Command envtags sends the newsletter's signups to Klaviyo. Everything that
// differs between its environments stands in the configuration.
package main

import (
	"context"
	"fmt"
	"os"

	"example.com/envtags/internal/config"
	"example.com/envtags/internal/mail"
	"example.com/envtags/internal/shared"
)

var gateway = &mail.Gateway{}

func main() {
	cfg := config.Load()
	m := mail.New(cfg.Klaviyo, gateway)
	ctx := context.Background()
	if err := m.Join(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, vendor := range []shared.Endpoint{cfg.Search, cfg.Ship} {
		fmt.Println(shared.Ping(ctx, vendor))
	}
}
