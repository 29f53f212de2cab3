// Command outboxd drains the transactional outbox and delivers its rows as
// events, in batches, with a fixed number of workers.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/outboxd/klaviyoapi"
	"example.com/outboxd/outbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	hc := &http.Client{Transport: klaviyoapi.NewTransport(os.Getenv("KLAVIYO_PRIVATE_KEY"))}
	hc.Timeout = 25 * time.Second

	sink := klaviyoapi.NewSink(hc)
	pool := outbox.Pool{Sink: sink, Workers: 4, BatchSize: 500}
	if err := pool.Run(ctx, outbox.Memory{{ID: "r-1", Kind: "Signed Up", Email: "ana@shop.example", Body: map[string]any{"plan": "pro"}}}); err != nil {
		log.Fatal(err)
	}
	// tell the team; this one is not ours to time out
	if hook := os.Getenv("SLACK_HOOK"); hook != "" {
		resp, err := http.Post(hook, "application/json", nil)
		if err == nil {
			resp.Body.Close()
		}
	}
}
