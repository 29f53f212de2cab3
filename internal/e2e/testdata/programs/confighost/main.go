// Command confighost sends the newsletter's signups to Klaviyo. Everything that
// differs between its environments stands in the configuration.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"example.com/confighost/internal/config"
	"example.com/confighost/internal/mail"
	"example.com/confighost/internal/shared"
)

var gateway = &mail.Gateway{}

func main() {
	cfg := config.Load()
	flag.StringVar(&gateway.Revision, "revision", "2024-10-15", "API revision") // want revision
	flag.Parse()
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
