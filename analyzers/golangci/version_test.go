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
	ldflags := func(version string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "-compiler", Value: "gc"}, {Key: "-ldflags", Value: "-s -w -X 'main.version=" + version + "' -X 'main.date=2026-11-23'"}}
	}
	for _, tt := range []struct {
		name string
		info debug.BuildInfo
		ok   bool
	}{
		{"cloned by golangci-lint custom", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "v2.15.0+dirty"}}, true},
		{"cloned, too old", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "v2.13.2+dirty"}}, false},
		{"cloned, not stamped", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "(devel)"}, Settings: ldflags("v2.14.0-custom-gcl-cKl9gf43")}, true},
		{"cloned, not stamped, too old", debug.BuildInfo{Main: debug.Module{Path: golangciModule, Version: "(devel)"}, Settings: ldflags("v2.13.2-custom-gcl-cKl9gf43")}, false},
		{"another program with such flags", debug.BuildInfo{Main: *other, Settings: ldflags("v1.0.0")}, true},
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
