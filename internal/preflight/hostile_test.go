package preflight

import (
	"bytes"
	"net"
	"strings"
	"testing"
)

// What is no HTTP is told in words of our own: the text of net/http quotes what came.
func TestAnswersThatAreNoHTTP(t *testing.T) {
	for name, answer := range map[string]string{
		"another protocol":  "SSH-2.0-server " + testKey + "\r\n",
		"a broken header":   "HTTP/1.1 200 OK\r\nX-Echo: \x7f" + testKey + "\r\n\r\n",
		"two lengths":       "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n" + oneAccount,
		"a broken chunk":    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz" + testKey + "\r\n",
		"a status in words": "HTTP/1.1 fine " + testKey + "\r\n\r\n",
		"large headers":     "HTTP/1.1 200 OK\r\nX-Large: " + strings.Repeat("x", 1<<17) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					buf := make([]byte, 4096)
					_, _ = c.Read(buf)
					_, _ = c.Write([]byte(answer))
					_ = c.Close()
				}
			}()
			o := newOptions(t, "http://"+l.Addr().String())
			r := run(t, o)
			c := r.check(t, "key")
			if c.State != Fail && c.State != Unknown {
				t.Errorf("it is %s", c.State)
			}
			if strings.Contains(c.Text, "net/http") || strings.Contains(c.Text, "malformed") || strings.Contains(c.Text, "SSH") {
				t.Errorf("it quotes: %s", c.Text)
			}
			var b bytes.Buffer
			if err := Text(&b, r, View{Verbose: true}); err != nil {
				t.Fatal(err)
			}
			shows(t, name, b.String())
		})
	}
}
