package preflight

import (
	"context"
	"fmt"
	"io"
	"time"
)

const (
	// MinWatch leaves most of the 15 requests a minute of GET /api/accounts to
	// others.
	MinWatch = 15 * time.Second
	// aLine an hour shows that the watch is alive.
	aLine = time.Hour
)

// short makes a run of P1 and P2 alone.
func short(ctx context.Context, opts Options) *Report {
	o := opts.withDefaults()
	n := newRunner(ctx, o)
	if c := checkInputs(o.Key, o); c.State == Fail {
		n.add(c)
		n.s.stopped = "the key is none of Klaviyo's"
	}
	n.add(n.status(ctx))
	n.account()
	n.finish(ctx)
	return n.r
}

// good reports whether status page and key are both fine.
func (r *Report) good() bool {
	for _, c := range r.Checks {
		if c.ID == "P1" && c.State != OK && c.State != Skip || c.Name == "key" && c.State != OK {
			return false
		}
	}
	return true
}

// hopeless reports whether waiting cannot help: the key is refused, or another
// account's, or a redirect was answered.
func (r *Report) hopeless() bool {
	for _, c := range r.Checks {
		if c.State != Fail {
			continue
		}
		if c.ID == "P0" || c.Name == "account" {
			return true
		}
		for _, q := range c.Requests {
			if q.Status >= 300 && q.Status < 500 {
				return true
			}
		}
	}
	return false
}

// Watch asks status page and key again and again until ctx ends, and prints a
// line when a state changes, and one an hour. It returns the last report that
// was complete.
func Watch(ctx context.Context, o Options, every time.Duration, out io.Writer) *Report {
	opts := o.withDefaults()
	var last *Report
	line, told := "", time.Time{}
	for {
		r := short(ctx, *opts)
		if ctx.Err() != nil {
			return last
		}
		last = r
		now := opts.Clock.Now()
		if l := r.line(); l != line || now.Sub(told) >= aLine {
			fmt.Fprintf(out, "%s %s\n", r.At, r.long())
			line, told = l, now
		}
		if opts.Clock.Sleep(ctx, every) != nil {
			return last
		}
	}
}

// line holds the states alone; long what they mean.
func (r *Report) line() string {
	s := ""
	for _, c := range r.Checks {
		s += c.Name + " " + string(c.State) + " "
	}
	return s
}

func (r *Report) long() string {
	s := string(r.Health)
	for _, c := range r.Checks {
		s += fmt.Sprintf("; %s %s: %s", c.Name, c.State, c.Text)
		for _, d := range c.Details {
			s += " / " + d
		}
	}
	return s
}

// Wait asks until status page and key are both ok, for at most the given time.
// It returns nil then, else the last report and why it gave up; the rest of the
// checks make no sense before.
func Wait(ctx context.Context, o Options, most time.Duration, out io.Writer) (*Report, string) {
	opts := o.withDefaults()
	end := opts.Clock.Now().Add(most)
	line := ""
	for {
		r := short(ctx, *opts)
		switch {
		case ctx.Err() != nil:
			return r, "interrupted"
		case r.good():
			return nil, ""
		case r.hopeless():
			return r, "waiting does not help"
		case opts.Clock.Now().Add(MinWatch).After(end):
			return r, fmt.Sprintf("still not ok after %s", most)
		}
		if l := r.line(); l != line {
			fmt.Fprintf(out, "%s waiting: %s\n", r.At, r.long())
			line = l
		}
		if opts.Clock.Sleep(ctx, MinWatch) != nil {
			return r, "interrupted"
		}
	}
}
