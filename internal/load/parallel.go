package load

import "sync"

// each calls f for 0 to n-1, side by side as far as slots are free.
func each(slots chan struct{}, n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			f(i)
		})
	}
	wg.Wait()
}
