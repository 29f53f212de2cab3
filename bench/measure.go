package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// A command is one program of a comparison.
type command struct {
	name string
	args []string
	env  []string
	// before runs ahead of each measured run, unmeasured.
	before func() error
	// mayFail are exit codes that are no failure, such as that for findings.
	mayFail []int
}

// A sample is the median of some runs.
type sample struct {
	name   string
	wall   time.Duration
	cpu    time.Duration // of all processes together
	memory int64         // bytes, of the largest process
	err    error
}

// measure runs the commands in turn, so that a machine that slows down slows
// down all of them, and returns the median of each.
func measure(dir string, runs int, cmds []command) []sample {
	walls := make([][]time.Duration, len(cmds))
	cpus := make([][]time.Duration, len(cmds))
	memory := make([][]int64, len(cmds))
	out := make([]sample, len(cmds))
	for i, c := range cmds {
		out[i].name = c.name
	}
	for n := range runs + 1 {
		for i, c := range cmds {
			if out[i].err != nil {
				continue
			}
			wall, cpu, mem, err := c.run(dir)
			if err != nil {
				out[i].err = err
				continue
			}
			if n > 0 { // the first run fills the caches
				walls[i], cpus[i], memory[i] = append(walls[i], wall), append(cpus[i], cpu), append(memory[i], mem)
			}
		}
	}
	for i := range out {
		if out[i].err == nil {
			slices.Sort(walls[i])
			slices.Sort(cpus[i])
			slices.Sort(memory[i])
			out[i].wall, out[i].cpu, out[i].memory = walls[i][len(walls[i])/2], cpus[i][len(cpus[i])/2], memory[i][len(memory[i])/2]
		}
	}
	return out
}

func (c command) run(dir string) (wall, cpu time.Duration, mem int64, err error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return 0, 0, 0, err
		}
	}
	cmd := exec.Command(c.args[0], c.args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), c.env...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	start := time.Now()
	err = cmd.Run()
	wall = time.Since(start)
	if err != nil && !slices.Contains(c.mayFail, cmd.ProcessState.ExitCode()) {
		return 0, 0, 0, fmt.Errorf("%s: %w: %s", c.name, err, firstLine(errs.String()))
	}
	cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		mem = ru.Maxrss << 10 // kilobytes on Linux
	}
	return wall, cpu, mem, nil
}

func firstLine(s string) string {
	line, _, _ := bytes.Cut([]byte(s), []byte("\n"))
	return string(line)
}
