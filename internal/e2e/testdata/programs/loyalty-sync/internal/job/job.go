// Package job brings the members of the programme to Klaviyo.
package job

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"time"

	"example.com/loyalty-sync/internal/klaviyo"
)

// Job holds what a run needs.
type Job struct {
	DB *sql.DB
	KL *klaviyo.Client
}

func (j *Job) members(ctx context.Context) ([]klaviyo.Member, error) {
	rows, err := j.DB.QueryContext(ctx, "select email, points, tier from members")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []klaviyo.Member
	for rows.Next() {
		var m klaviyo.Member
		if err := rows.Scan(&m.Email, &m.Points, &m.Tier); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// Slow saves them one by one.
func (j *Job) Slow(ctx context.Context) error {
	all, err := j.members(ctx)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Email == "" {
			continue
		}
		if err := j.KL.Save(ctx, m); err != nil { // want bulk
			return err
		}
	}
	return nil
}

// Parallel does the same with eight goroutines, which is no better.
func (j *Job) Parallel(ctx context.Context) error {
	all, err := j.members(ctx)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, 8)
	errs := make(chan error, len(all))
	for i := range all {
		m := &all[i]
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			errs <- j.one(ctx, m) // want bulk
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (j *Job) one(ctx context.Context, m *klaviyo.Member) error {
	if m.Points > 1000 {
		m.Tier = "gold"
	}
	return j.KL.Save(ctx, *m)
}

// Fast starts a job for each batch, and waits for them.
func (j *Job) Fast(ctx context.Context) error {
	all, err := j.members(ctx)
	if err != nil {
		return err
	}
	var ids []string
	for batch := range slices.Chunk(all, 5000) {
		id, err := j.KL.SaveAll(ctx, batch)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		for {
			done, err := j.KL.Done(ctx, id)
			if err != nil {
				return err
			}
			if done {
				break
			}
			time.Sleep(5 * time.Second)
		}
	}
	return nil
}

// Stubborn saves one member, whatever it takes.
func (j *Job) Stubborn(ctx context.Context, m klaviyo.Member) (err error) {
	for wait := time.Second; wait < time.Minute; wait *= 2 {
		if err = j.KL.Save(ctx, m); err == nil {
			return nil
		}
		time.Sleep(wait)
	}
	return err
}

// Won tells of one order's points; an order has few lines, but nobody says how few.
func (j *Job) Won(ctx context.Context, m klaviyo.Member, lines map[string]int) error {
	for id, won := range lines {
		if err := j.KL.Points(ctx, m, won, id); err != nil { // want bulk
			return err
		}
	}
	return nil
}

// Serve takes members as they change.
func (j *Job) Serve(ctx context.Context, changed <-chan klaviyo.Member) error {
	for {
		select {
		case m := <-changed:
			if err := j.KL.Save(ctx, m); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
