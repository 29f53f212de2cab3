package preflight

import (
	"crypto/tls"
	"fmt"
	"net/http/httptrace"
	"strings"
	"sync"
	"time"
)

// phases takes the time of the parts of a request.
type phases struct {
	mu                      sync.Mutex // callbacks come from the goroutine that dials
	dns, connect, handshake time.Duration
	dnsAt, connectAt, tlsAt time.Time
}

func (p *phases) trace() *httptrace.ClientTrace {
	begin := func(at *time.Time) {
		p.mu.Lock()
		defer p.mu.Unlock()
		*at = time.Now()
	}
	end := func(at *time.Time, d *time.Duration) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if !at.IsZero() {
			*d = time.Since(*at)
		}
	}
	return &httptrace.ClientTrace{
		DNSStart:          func(httptrace.DNSStartInfo) { begin(&p.dnsAt) },
		DNSDone:           func(httptrace.DNSDoneInfo) { end(&p.dnsAt, &p.dns) },
		ConnectStart:      func(string, string) { begin(&p.connectAt) },
		ConnectDone:       func(string, string, error) { end(&p.connectAt, &p.connect) },
		TLSHandshakeStart: func() { begin(&p.tlsAt) },
		TLSHandshakeDone:  func(tls.ConnectionState, error) { end(&p.tlsAt, &p.handshake) },
	}
}

// text lists the parts in milliseconds; what is left is the server's.
func (p *phases) text(whole time.Duration) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var parts []string
	rest := whole
	for _, x := range []struct {
		name string
		d    time.Duration
	}{{"dns", p.dns}, {"connect", p.connect}, {"tls", p.handshake}} {
		if x.d > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", x.name, x.d.Milliseconds()))
			rest -= x.d
		}
	}
	parts = append(parts, fmt.Sprintf("server %d", max(rest, 0).Milliseconds()))
	return strings.Join(parts, ", ") + " ms"
}
