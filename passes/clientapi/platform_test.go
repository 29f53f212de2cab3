package clientapi

import (
	"go/build/constraint"
	"testing"
)

func TestServerBuilds(t *testing.T) {
	for line, want := range map[string]bool{
		"//go:build js && wasm":             false,
		"//go:build js || wasip1":           false,
		"//go:build android || ios":         false,
		"//go:build ios && arm64":           false,
		"//go:build mobile && !debug":       false,
		"//go:build tinygo":                 false,
		"//go:build js || linux":            true,
		"//go:build !js":                    true,
		"//go:build !android && !ios":       true,
		"//go:build linux && amd64":         true,
		"//go:build integration":            true,
		"//go:build !integration && go1.21": true,
		"//go:build unix":                   true,
		"//go:build windows":                true,
	} {
		expr, err := constraint.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		if satisfiable(expr) != want {
			t.Errorf("%s: server %v", line, !want)
		}
	}
}

func TestDeviceNames(t *testing.T) {
	for name, want := range map[string]bool{
		"send_js.go": true, "send_js_wasm.go": true, "send_wasm.go": true, "send_android.go": true, "send_ios_arm64.go": true,
		"js.go": false, "ios_tokens.go": false, "send_linux.go": false, "wasm_loader.go": false, "send_ios_tokens.go": false, "js_test_helpers.go": false,
	} {
		if deviceName("/src/"+name) != want {
			t.Errorf("%s: device %v", name, !want)
		}
	}
}
