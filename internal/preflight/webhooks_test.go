package preflight

import (
	"testing"
)

func TestWebhooks(t *testing.T) {
	k, o := fake(t)
	o.Webhooks = true
	run(t, o).want(t, "webhooks", OK, "none is registered")
	o.Needs = needs()
	o.Needs.Handlers = []HandlerUse{{At: "hook.go:3"}}
	run(t, o).want(t, "webhooks", Warn, "hook.go:3")
	k.Webhooks = []string{"https://shop.exam", "HTTPS://shop.exam"}
	run(t, o).want(t, "webhooks", OK, "2 webhooks, all https")
	k.Webhooks = []string{"https://shop.exam", "http://shop.exam"}
	run(t, o).want(t, "webhooks", Fail, "wh1")
	k.Webhooks = []string{"***"}
	run(t, o).want(t, "webhooks", Unknown, "not shown")
	k.Scopes = []string{"accounts:read"}
	run(t, o).want(t, "webhooks", Unknown, "permission_denied")
}
