package p

type client struct{ rev string }

func (c *client) set(r string) { c.rev = r }

var base = "https://a" + path

const path = "/api"

func send(method string, parts ...string) (out string, err error) {
	defer func() { out += "!" }()
	for i, p := range parts {
		if i > 0 && p != "" {
			out += "/" + p
			continue
		}
		out = base
	}
	switch method {
	case "GET":
		fallthrough
	case "HEAD":
		return out, nil
	default:
		c := &client{rev: method}
		p := &c.rev
		*p = parts[0]
		f := c.set
		f(<-make(chan string))
	}
	return
}
