package golangci

import (
	"runtime/debug"
	"testing"
)

func TestCheckVersion(t *testing.T) {
	other := &debug.Module{Path: "example.com/golangci-lint", Version: "v0.1.0"}
	replaced := func(version string) *debug.Module {
		return &debug.Module{Path: golangciModule, Version: "v2.10.0", Replace: &debug.Module{Path: "example.com/fork", Version: version}}
	}
	for _, tt := range []struct {
		name string
		info debug.BuildInfo
		ok   bool
	}{
		{"cloned by golangci-lint custom", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "v2.15.0+dirty"}}, true},
		{"cloned, too old", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "v2.13.2+dirty"}}, false},
		{"working copy", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "(devel)"}}, true},
		{"dependency", debug.BuildInfo{Main: *other, Deps: []*debug.Module{other, {Path: golangciModule, Version: Minimum}}}, true},
		{"dependency, too old", debug.BuildInfo{Main: *other, Deps: []*debug.Module{other, {Path: golangciModule, Version: "v2.14.0-rc.1"}}}, false},
		{"fork", debug.BuildInfo{Main: *other, Deps: []*debug.Module{replaced("v2.14.1")}}, true},
		{"fork, too old", debug.BuildInfo{Main: *other, Deps: []*debug.Module{replaced("v2.13.0")}}, false},
		{"fork in a folder", debug.BuildInfo{Main: *other, Deps: []*debug.Module{replaced("")}}, true},
		{"another program", debug.BuildInfo{Main: *other}, true},
	} {
		if err := checkVersion(&tt.info); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
