package requests

import "testing"

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "127.0.0.1": true, "[::1]:80": true, "hooks.test": true, "localhost:\x00": true,
		"example.com": false, "localhost.example.com": false, "": false, "\x00": false,
	} {
		if Loopback(host) != want {
			t.Errorf("%q: loopback %v", host, !want)
		}
	}
}
