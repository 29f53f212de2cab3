package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// memoryLimit is what a run should do with: more is collected as soon as it can be.
const memoryLimit = 768 << 20

// limitMemory sets memoryLimit, and raises it where what is in use comes near it: a
// collector that cannot get below its limit does nothing but try.
func limitMemory() {
	debug.SetMemoryLimit(memoryLimit)
	var set atomic.Int64
	set.Store(memoryLimit)
	afterEachCollection(func() (goOn bool) {
		if debug.SetMemoryLimit(-1) != set.Load() {
			return false // somebody else decides
		}
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() != metrics.KindUint64 {
			return false
		}
		want := max(memoryLimit, 2*int64(live[0].Value.Uint64())+memoryLimit/3)
		if want != set.Load() {
			set.Store(want)
			debug.SetMemoryLimit(want)
		}
		return true
	})
}

// afterEachCollection calls do once the garbage collector has run, for as long as it
// says so.
func afterEachCollection(do func() bool) {
	type sentinel struct{ self *sentinel }
	runtime.SetFinalizer(&sentinel{}, func(*sentinel) {
		if do() {
			afterEachCollection(do)
		}
	})
}
