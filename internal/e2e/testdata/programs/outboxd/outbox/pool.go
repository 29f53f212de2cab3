// Package outbox moves rows from the outbox to a sink.
package outbox

import (
	"context"
	"errors"
	"log"
	"slices"
	"sync"
	"time"
)

type Row struct {
	ID    string
	Kind  string
	Email string
	Body  map[string]any
	At    time.Time
}

type Source interface {
	Next(n int) []Row
}

type Memory []Row

func (m Memory) Next(n int) []Row { return m[:min(n, len(m))] }

type Sink interface {
	Deliver(ctx context.Context, rows []Row) error
}

// Waiter is implemented by errors that know when to come back.
type Waiter interface{ RetryIn() time.Duration }

type Pool struct {
	Sink      Sink
	Workers   int
	BatchSize int
}

func (p Pool) Run(ctx context.Context, src Source) error {
	batches := make(chan []Row)
	var wg sync.WaitGroup
	for range p.Workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for b := range batches {
				p.deliver(ctx, b)
			}
		}()
	}
	rows := src.Next(10_000)
	for b := range slices.Chunk(rows, p.BatchSize) {
		batches <- b
	}
	close(batches)
	wg.Wait()
	return ctx.Err()
}

func (p Pool) deliver(ctx context.Context, rows []Row) {
	for attempt := 1; attempt <= 5; attempt++ {
		err := p.Sink.Deliver(ctx, rows)
		if err == nil {
			return
		}
		var w Waiter
		if !errors.As(err, &w) {
			log.Printf("outbox: %d rows given up: %v", len(rows), err)
			return
		}
		log.Printf("outbox: attempt %d: %v", attempt, err)
		time.Sleep(w.RetryIn())
	}
}
