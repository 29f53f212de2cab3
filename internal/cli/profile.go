package cli

import (
	"flag"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
)

// profile holds the profiling flags that multichecker has too.
type profile struct{ cpu, mem, trace string }

func (p *profile) flags(fs *flag.FlagSet) {
	fs.StringVar(&p.cpu, "cpuprofile", p.cpu, "write a CPU profile to this `file`")
	fs.StringVar(&p.mem, "memprofile", p.mem, "write a memory profile to this `file`")
	fs.StringVar(&p.trace, "trace", p.trace, "write a trace to this `file`")
}

// start begins what the flags ask for; stop ends it and writes the files.
func (p *profile) start() (stop func() error, err error) {
	var stops []func() error
	stop = func() error {
		var first error
		for _, s := range stops {
			if err := s(); err != nil && first == nil {
				first = err
			}
		}
		return first
	}
	if p.cpu != "" {
		f, err := os.Create(p.cpu)
		if err != nil {
			return stop, err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return stop, err
		}
		stops = append(stops, func() error { pprof.StopCPUProfile(); return f.Close() })
	}
	if p.trace != "" {
		f, err := os.Create(p.trace)
		if err != nil {
			return stop, err
		}
		if err := trace.Start(f); err != nil {
			return stop, err
		}
		stops = append(stops, func() error { trace.Stop(); return f.Close() })
	}
	if p.mem != "" {
		stops = append(stops, func() error {
			f, err := os.Create(p.mem)
			if err != nil {
				return err
			}
			runtime.GC()
			if err := pprof.Lookup("allocs").WriteTo(f, 0); err != nil {
				return err
			}
			return f.Close()
		})
	}
	return stop, nil
}
