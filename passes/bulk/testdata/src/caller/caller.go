// Package caller loops around calls of another package.
package caller

import (
	"bufio"
	"client"
	"context"
	"database/sql"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

type service struct {
	kl    *client.Client
	repos interface {
		People() ([]client.Profile, error)
	}
}

func (s *service) direct(ctx context.Context) error {
	people, err := s.repos.People()
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := s.kl.Upsert(ctx, p); err != nil { // want `the loop sends one POST /api/profile-import per item; batch with POST`
			return err
		}
	}
	return nil
}

// Two calls away, with the item made into something else.
func (s *service) deep(ctx context.Context, emails []string) {
	for i := range emails {
		s.sync(ctx, strings.ToLower(emails[i])) // want `the loop sends one POST /api/profile-import per item; batch with POST`
	}
}

func (s *service) sync(ctx context.Context, email string) {
	p := client.Profile{}
	p.Email = strings.TrimSpace(email)
	s.save(ctx, &p)
}

func (s *service) save(ctx context.Context, p *client.Profile) { _ = s.kl.Upsert(ctx, *p) }

func (s *service) goroutines(ctx context.Context, people []client.Profile) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, p := range people {
		wg.Add(1)
		slots <- struct{}{}
		go func(p client.Profile) {
			defer func() { <-slots; wg.Done() }()
			_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
		}(p)
	}
	wg.Wait()
}

func (s *service) group(ctx context.Context, byMail map[string]client.Profile) {
	var wg sync.WaitGroup
	for mail, p := range byMail {
		wg.Go(func() {
			p.Email = mail
			_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
		})
	}
	wg.Wait()
}

func (s *service) iterator(ctx context.Context, people []client.Profile) {
	for _, p := range slices.Backward(people) {
		_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
	}
	for p := range slices.Values(people) {
		_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
	}
	each(people, func(p client.Profile) {
		_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
	})
}

func each[T any](list []T, f func(T)) {
	for _, v := range list {
		f(v)
	}
}

func (s *service) rows(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "select email from people")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var email string
		if err := rows.Scan(&email); err != nil {
			return err
		}
		if err := s.kl.Upsert(ctx, client.Profile{Email: email}); err != nil { // want `the loop sends one POST /api/profile-import per item; batch with POST`
			return err
		}
	}
	return rows.Err()
}

func (s *service) lines(ctx context.Context, r io.Reader) {
	in := bufio.NewScanner(r)
	for in.Scan() {
		email, _, _ := strings.Cut(in.Text(), ",")
		_ = s.kl.Upsert(ctx, client.Profile{Email: email}) // want `the loop sends one POST /api/profile-import per item; batch with POST`
	}
}

// A batch in a loop over pages is one loop too many.
func (s *service) nested(ctx context.Context, pages [][]client.Profile) {
	for _, page := range pages {
		for _, p := range page {
			_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
		}
	}
}

func (s *service) batches(ctx context.Context, people []client.Profile) {
	for batch := range slices.Chunk(people, 10_000) {
		_ = s.kl.Import(ctx, batch)
	}
	for len(people) > 0 {
		n := min(len(people), 1000)
		_ = s.kl.Import(ctx, people[:n])
		people = people[n:]
	}
	for i := 0; i < len(people); i += 1000 {
		_ = s.kl.Import(ctx, people[i:min(i+1000, len(people))])
	}
	var batch []client.Profile
	for _, p := range people {
		batch = append(batch, p)
		if len(batch) == 1000 {
			_ = s.kl.Import(ctx, batch)
			batch = batch[:0]
		}
	}
	_ = s.kl.Import(ctx, batch)
}

func (s *service) oneByOne(ctx context.Context, people []client.Profile) {
	for _, p := range people {
		_ = s.kl.Import(ctx, []client.Profile{p}) // want `the loop sends a list of one to POST /api/profile-bulk-import-jobs in each`
	}
}

func (s *service) subscribe(ctx context.Context, list string, people []client.Profile) {
	for _, p := range people {
		_ = s.kl.Subscribe(ctx, list, p.Email) // want `the loop sends a list of one to POST`
	}
	var emails []string
	for _, p := range people {
		emails = append(emails, p.Email)
	}
	_ = s.kl.Subscribe(ctx, list, emails...)
}

// Each turn is for another list.
func (s *service) lists(ctx context.Context, lists []string, email string, p client.Profile) {
	for _, l := range lists {
		_ = s.kl.Subscribe(ctx, l, email)
		_ = s.kl.AddToList(ctx, l, []string{p.ID})
	}
}

func (s *service) members(ctx context.Context, list string, ids []string) {
	for _, id := range ids {
		_ = s.kl.AddToList(ctx, list, []string{id}) // want `the loop sends a list of one to POST`
	}
	_ = s.kl.AddToList(ctx, list, ids)
}

func (s *service) catalog(ctx context.Context, prices map[string]float64) {
	for id, price := range prices {
		_ = s.kl.SetItem(ctx, id, map[string]any{"price": price}) // want `the loop sends one PATCH /api/catalog-items/\{id\} per item; batch with`
	}
}

func (s *service) tags(ctx context.Context, names []string) {
	for _, n := range names {
		_ = s.kl.Tag(ctx, n)
	}
}

// The same again: attempts and polls.
func (s *service) attempts(ctx context.Context, p client.Profile) error {
	var err error
	for i := 0; i < 10; i++ {
		if err = s.kl.Upsert(ctx, p); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	for s.kl.Job(ctx, p.ID) != nil {
		time.Sleep(time.Second)
	}
	return err
}

// An attempt that says which one it is stays an attempt.
func (s *service) counted(ctx context.Context, p client.Profile) error {
	for attempt := 1; ; attempt++ {
		p.ID = strings.Repeat("x", attempt)
		if err := s.kl.Upsert(ctx, p); err == nil || attempt == 9 {
			return err
		}
	}
}

func (s *service) attemptEach(ctx context.Context, people []client.Profile) {
	for _, p := range people {
		_ = retry(func() error {
			return s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
		})
	}
}

func retry(f func() error) (err error) {
	for i := 0; i < 9; i++ {
		if err = f(); err == nil {
			break
		}
	}
	return err
}

func (s *service) few(ctx context.Context, admins [3]client.Profile) {
	for _, mail := range []string{"a@shop.test", "b@shop.test", "c@shop.test", "d@shop.test"} {
		_ = s.kl.Upsert(ctx, client.Profile{Email: mail})
	}
	for _, p := range admins {
		_ = s.kl.Upsert(ctx, p)
	}
	for _, p := range [...]client.Profile{{Email: "1"}, {Email: "2"}, {Email: "3"}, {Email: "4"}, {Email: "5"}} {
		_ = s.kl.Upsert(ctx, p) // want `the loop sends one POST /api/profile-import per item; batch with POST`
	}
}

// Each account has a key of its own.
func accounts(ctx context.Context, keys map[string]string) {
	for email, key := range keys {
		_ = client.New(key).Upsert(ctx, client.Profile{Email: email})
	}
}

func accountsKept(ctx context.Context, clients map[string]*client.Client, emails map[string]string) {
	for shop, email := range emails {
		_ = clients[shop].Upsert(ctx, client.Profile{Email: email})
	}
}

// Messages come one at a time.
func (s *service) worker(ctx context.Context, in <-chan client.Profile) {
	for p := range in {
		_ = s.kl.Upsert(ctx, p)
	}
	for {
		select {
		case p := <-in:
			_ = s.kl.Upsert(ctx, p)
		case <-ctx.Done():
			return
		}
	}
}

func (s *service) consumer(ctx context.Context, next func() (client.Profile, error)) error {
	for {
		p, err := next()
		if err != nil {
			return err
		}
		_ = s.kl.Upsert(ctx, p)
	}
}

// What the loop is for does not reach the request.
func (s *service) unrelated(ctx context.Context, jobs []string, p client.Profile) {
	for _, j := range jobs {
		if j == "sync" {
			_ = s.kl.Upsert(ctx, p)
		}
	}
}
