// Package gateway batches events and sends them in the background.
package gateway

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Event is one thing that happened.
type Event struct {
	ID    string
	Name  string
	Email string
	Props map[string]any
}

// Gateway is a queue with workers.
type Gateway struct {
	in   chan Event
	wg   sync.WaitGroup
	send func(context.Context, []Event) error
}

// New starts n workers that hand batches to send.
func New(ctx context.Context, n int, send func(context.Context, []Event) error) *Gateway {
	g := &Gateway{in: make(chan Event, 1000), send: send}
	for range n {
		g.wg.Go(func() { g.work(ctx) })
	}
	return g
}

// Add queues an event.
func (g *Gateway) Add(e Event) { g.in <- e }

// Close flushes the rest.
func (g *Gateway) Close() {
	close(g.in)
	g.wg.Wait()
}

func (g *Gateway) work(ctx context.Context) {
	batch := make([]Event, 0, 100)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	flush := func() {
		if len(batch) == 0 {
			return
		}
		if err := g.send(ctx, batch); err != nil {
			slog.Error("send", "events", len(batch), "err", err)
		}
		batch = batch[:0]
	}
	for {
		select {
		case e, ok := <-g.in:
			if !ok {
				flush()
				return
			}
			if batch = append(batch, e); len(batch) == cap(batch) {
				flush()
			}
		case <-tick.C:
			flush()
		}
	}
}
