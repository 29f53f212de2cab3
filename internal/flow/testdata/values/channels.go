package p

import (
	"sync"
	"sync/atomic"
)

func show(any)      {}
func input() string { return "" }

type job struct{ method, path string }

func caseChannel() {
	ch := make(chan string, 1)
	ch <- "a"
	show(<-ch) // "a"
	v, ok := <-ch
	_ = ok
	show(v) // "a"
}

func caseWorkers() {
	jobs := make(chan job)
	go func() {
		for j := range jobs {
			show(j.method + j.path) // "GET/a" | "POST/b"
		}
	}()
	jobs <- job{"GET", "/a"}
	jobs <- job{"POST", "/b"}
	close(jobs)
}

type worker struct{ jobs chan job }

func newWorker() *worker { return &worker{jobs: make(chan job)} }

func (w *worker) add(j job) { w.jobs <- j }

func (w *worker) caseLoop() {
	for j := range w.jobs {
		show(j.path) // "/a" | "/b" | ?
	}
}

func fillWorker() {
	w := newWorker()
	w.add(job{"GET", "/a"})
}

func caseSelect() {
	a, b := make(chan string, 1), make(chan string, 1)
	a <- "a"
	b <- "b"
	select {
	case v := <-a:
		show(v) // "a"
	case v, ok := <-b:
		_ = ok
		show(v) // "b"
	default:
		show("none") // "none"
	}
}

type config struct{ rev string }

func caseAtomic() {
	var p atomic.Pointer[config]
	p.Store(&config{rev: "a"})
	show(p.Load().rev) // "a"
	var v atomic.Value
	v.Store("x")
	show(v.Load().(string)) // "x"
	var n atomic.Int64
	n.Store(3)
	show(n.Load()) // 3
}

type holder struct{ cfg atomic.Pointer[config] }

func (h *holder) init() { h.cfg.Store(&config{rev: "held"}) }

func (h *holder) caseHeld() {
	show(h.cfg.Load().rev) // "a" | "held"
}

func caseSyncMap() {
	var m sync.Map
	m.Store("k", "v")
	x, _ := m.Load("k")
	show(x) // "v"
	m.Range(func(k, v any) bool {
		show(k) // "k"
		show(v) // "v"
		return true
	})
}
