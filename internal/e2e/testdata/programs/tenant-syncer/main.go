package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/tenant-syncer/internal/worker"
)

func main() {
	w := &worker.Worker{
		HTTP: &http.Client{Timeout: 10 * time.Second},
		Keys: map[string]string{"acme": os.Getenv("ACME_KEY"), "zen": os.Getenv("ZEN_KEY")},
	}
	ctx := context.Background()
	for t := range w.Keys {
		if err := w.Verify(ctx, t); err != nil {
			log.Printf("%s: %v", t, err)
			continue
		}
		if _, err := w.ListNames(ctx, t); err != nil {
			log.Printf("%s: %v", t, err)
		}
	}
}
