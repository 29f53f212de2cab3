package preflight

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A server may send any bytes at all.
func FuzzServer(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
	f.Add([]byte("HTTP/1.1 403 No\r\nContent-Type: application/vnd.api+json\r\n\r\n{\"errors\":[{\"code\":\"x\"}]}"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.api+json\r\nRateLimit-Limit: 15, 1;w=1, 15;w=60\r\nRateLimit-Remaining: 1\r\n\r\n" + oneAccount))
	f.Add([]byte("HTTP/1.1 302 Found\r\nLocation: //" + testKey + "\r\n\r\n"))
	f.Add([]byte("HTTP/1.0 429 \r\nRetry-After: 1\r\n\r\n"))
	f.Add([]byte("\x00\xff" + testKey))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	defer l.Close()
	answers := make(chan []byte, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = http.ReadRequest(bufio.NewReader(c))
				text := <-answers
				answers <- text
				_, _ = c.Write(text)
			}()
		}
	}()
	f.Fuzz(func(t *testing.T, text []byte) {
		answers <- text
		defer func() { <-answers }()
		o := newOptions(t, "http://"+l.Addr().String())
		o.Timeout = time.Second
		o.Needs = needs()
		o.Webhooks = true
		st, _ := ParseStatusBase("http://" + l.Addr().String())
		o.Status = &st
		r := Run(t.Context(), o)
		for _, fm := range formats {
			var out bytes.Buffer
			if err := fm.write(o.Redactor().Stream(&out), r, View{Verbose: true}); err != nil {
				t.Fatal(err)
			}
			if fm.name == "text" && strings.ContainsAny(out.String(), "\x00\x1b\r") {
				t.Errorf("control characters in %q", out.String())
			}
			if fm.name == "json" {
				if _, err := Read(out.Bytes()); err != nil {
					t.Error(err)
				}
			}
			shows(t, fm.name, out.String())
		}
	})
}
