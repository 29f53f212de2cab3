package items

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/paths"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

var d1 = Item{checklist.Doc{
	ID: "D1", Title: "webhook endpoint is HTTPS only",
	Why:  "A webhook carries personal data and its signature; over plain HTTP everyone on the way reads both.",
	Fix:  "Register `https://` addresses, and terminate TLS at the ingress of the handler's host.",
	Pass: "the registered address is `https://`, the handler is served with TLS, or an ingress of the repository terminates TLS for it", Fail: "an `http://` address, or an ingress without TLS", Open: "the repository does not say whether something in front of the handler terminates TLS",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	for _, f := range c.of("plainhttp") {
		if strings.Contains(f.Message, "endpoint_url") || strings.Contains(f.Message, "webhook") {
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "endpoint", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
		}
	}
	secure := false
	for _, call := range c.api {
		if sure, _ := means(call, "create_webhook", "update_webhook"); !sure {
			continue
		}
		s := request(call, checklist.Open, "the address it registers is not known", "register a constant https:// address, or attest")
		call.Req.Body.Walk(func(key string, v *requests.JSON) {
			if key != "endpoint_url" {
				return
			}
			for _, t := range v.Texts {
				if strings.HasPrefix(t.Pattern(), "https://") {
					s.Mark, s.What, s.Settle, secure = checklist.Met, call.What()+": registers an https:// address", "", true
				}
			}
		})
		j.Add(s)
	}
	for _, h := range c.webhookRoots() {
		route := cmp.Or(h.route, "the handler")
		s := checklist.Subject{Mark: checklist.Open, Kind: "endpoint", What: "TLS ends in front of " + route + ", or not at all", Place: h.place, Settle: "commit the ingress with its TLS section, or attest"}
		if secure {
			s.Mark, s.What, s.Settle = checklist.Met, route+" is registered with an https:// address", ""
		}
		for _, call := range c.servers() {
			if slices.ContainsFunc(c.Program.Names(call), func(n string) bool { return strings.HasSuffix(n, "TLS") }) {
				s.Mark, s.What, s.Settle = checklist.Met, route+" is served with TLS", ""
				s.Also = append(s.Also, c.ssaPos(paths.Pos(call)))
			}
		}
		for _, r := range c.Files.Routes {
			if h.route == "" || !strings.HasPrefix(h.route, strings.TrimSuffix(r.Path, "/")) {
				continue
			}
			if r.TLS {
				s.Mark, s.What, s.Settle = checklist.Met, "an ingress terminates TLS for "+h.route, ""
			} else if s.Mark != checklist.Met {
				s.Mark, s.What, s.Settle = checklist.Not, "an ingress routes "+h.route+" without TLS", ""
			}
			s.Also = append(s.Also, c.file(r.Place))
		}
		j.Add(s)
	}
	c.receivers(j, c.reads())
}}

// A hook is a handler of Klaviyo's webhooks: where it verifies, and how it is
// served.
type hook struct {
	place checklist.Place
	route string
	root  *paths.Root
	check ssa.CallInstruction
}

// webhookRoots finds the handlers that verify a signature.
func (c *context) webhookRoots() []hook {
	var out []hook
	for _, h := range c.Handlers {
		for _, check := range h.Result.Checks {
			k := hook{place: c.pos(h.Fset, check.Place.Pos, check.Place.End)}
			for _, call := range c.checkCalls(check.Place.Pos, check.Place.End) {
				k.check = call
				for _, r := range c.Program.RootsOf(call.Parent()) {
					if r.Kind == paths.RootHandler && (k.root == nil || k.route == "") {
						k.root, k.route = &r, r.Route
					}
				}
			}
			out = append(out, k)
		}
	}
	return out
}

var d3 = Item{checklist.Doc{
	ID: "D3", Title: "deliveries deduplicated by event id",
	Why:  "Klaviyo repeats a delivery for up to 48 hours until it is answered 2xx, and one delivery carries up to 1,000 events.",
	Fix:  "Before the work, and for each element of `data`, store its `external_id` where a second one is refused.",
	Pass: "before the work of each element, the code stores its `external_id` and stops if it is there already; or it hands the work on under that id", Fail: "the code stores the webhook's id instead, ignores the answer of the store, or checks after the work", Open: "no such check is in sight, and the work may be idempotent",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	if !c.hasHandlers() {
		c.receivers(j, c.reads())
		return
	}
	for _, h := range c.webhookRoots() {
		j.Add(c.deduplicates(j, &h))
	}
}}

// stores are check-and-stores: which argument is the key, and whether the set lives
// in memory.
var stores = map[string]struct {
	arg    int
	memory bool
}{
	"sync.Map.LoadOrStore": {1, true}, "sync.Map.CompareAndSwap": {1, true},
	"github.com/redis/go-redis/v9.Client.SetNX": {2, false}, "github.com/go-redis/redis/v8.Client.SetNX": {2, false}, "github.com/redis/go-redis/v9.cmdable.SetNX": {2, false},
	"github.com/hibiken/asynq.TaskID": {0, false}, "github.com/nats-io/nats.go.MsgId": {0, false}, "github.com/nats-io/nats.go/jetstream.WithMsgID": {0, false},
	"github.com/redis/go-redis/v9.Cmdable.SetNX": {1, false}, "github.com/bradfitz/gomemcache/memcache.Client.Add": {1, false},
}

// inserting are the words of SQL by which a second row is refused.
var inserting = []string{"ON CONFLICT DO NOTHING", "INSERT IGNORE", "ON CONFLICT (", "INSERT OR IGNORE"}

func (c *context) deduplicates(j *checklist.Judgement, h *hook) checklist.Subject {
	s := checklist.Subject{Mark: checklist.Open, Kind: "handler", What: "nothing is seen that refuses a repeated event", Place: h.place, Settle: "store external_id before the work, where a second one is refused; or attest that the effects can be repeated"}
	if h.check == nil {
		return s
	}
	below := c.Program.Below(h.check.Parent(), h.root)
	for _, k := range c.stored(below) {
		place := c.ssaPos(paths.Pos(k.at))
		switch {
		case c.Program.Depends(k.key, readsName("Klaviyo-Webhook-Id", "klaviyo_webhook_id", "KlaviyoWebhookID")):
			s.Mark, s.What, s.Settle = checklist.Not, "deliveries are told apart by the id of the webhook, which all of them share: everything after the first is dropped", ""
		case !c.Program.Depends(k.key, readsName("external_id", "ExternalID", "ExternalId")):
			continue
		case k.ignored:
			s.Mark, s.What, s.Settle = checklist.Not, "the answer of the store is ignored, so that a repeated event is handled again", ""
		case c.worksBefore(below, k.at) != nil:
			s.Mark, s.What, s.Settle = checklist.Not, "the event is stored after the work, so that a repeated one is handled again", ""
			s.Also = append(s.Also, c.ssaPos(paths.Pos(c.worksBefore(below, k.at))))
		default:
			s.Mark, s.What, s.Settle = checklist.Met, "events are stored by external_id, and a second one is refused", ""
			if k.memory {
				j.Remark("the set lives in memory and forgets at restart; Klaviyo repeats for up to 48 h", place)
				if n, where := c.copies(); n > 1 {
					s.Mark, s.Settle = checklist.Open, "keep the ids in a store that all replicas share"
					s.What = fmt.Sprintf("events are stored in the memory of one process, and %d run", n)
					s.Also = append(s.Also, where)
				}
			}
		}
		s.Also = append(s.Also, place)
		return s
	}
	return s
}

// idFields are fields by which a queue refuses a second message: the deduplication id
// of an SQS FIFO queue, the id of a Temporal workflow.
var idFields = []string{"github.com/aws/aws-sdk-go-v2/service/sqs.SendMessageInput.MessageDeduplicationId", "go.temporal.io/sdk/internal.StartWorkflowOptions.ID", "go.temporal.io/sdk/client.StartWorkflowOptions.ID"}

// A kept is a check-and-store of a key.
type kept struct {
	at              ssa.Instruction
	key             ssa.Value
	memory, ignored bool
}

// stored lists the check-and-stores of some functions.
func (c *context) stored(fns []*ssa.Function) []kept {
	var out []kept
	for _, f := range fns {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.Call:
					if key, memory, found := c.storeKey(in); found {
						out = append(out, kept{in, key, memory, in.Referrers() == nil || len(*in.Referrers()) == 0})
					}
				case *ssa.Store:
					// Work that is handed on under an id, of which a second one is refused.
					if fa, ok := in.Addr.(*ssa.FieldAddr); ok && slices.Contains(idFields, strings.TrimPrefix(fa.X.Type().String(), "*")+"."+paths.FieldName(fa)) {
						out = append(out, kept{in, in.Val, false, false})
					}
				case *ssa.MapUpdate:
					// A map that the same function looks into before.
					if look := lookedUp(f, in); look != nil {
						out = append(out, kept{in, in.Key, true, look.Referrers() == nil || len(*look.Referrers()) == 0})
					}
				}
			}
		}
	}
	return out
}

// lookedUp finds the look-up of the key of an update in the same map.
func lookedUp(f *ssa.Function, up *ssa.MapUpdate) *ssa.Lookup {
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			if l, ok := in.(*ssa.Lookup); ok && paths.Same(l.X, up.Map) && paths.Same(l.Index, up.Key) {
				return l
			}
		}
	}
	return nil
}

// worksBefore finds a call to another machine that stands before a check-and-store
// in its own function, for the same element.
func (c *context) worksBefore(fns []*ssa.Function, at ssa.Instruction) ssa.Instruction {
	for _, b := range at.Parent().Blocks {
		if b != at.Block() && !b.Dominates(at.Block()) {
			continue
		}
		for _, in := range b.Instrs {
			if in == at {
				break
			}
			call, ok := in.(ssa.CallInstruction)
			if !ok || paths.Looped(at) != paths.Looped(call) {
				continue
			}
			if c.works(call, 0) {
				return call
			}
		}
	}
	return nil
}

// works reports whether a call, or what it calls in the module, changes something on
// another machine.
func (c *context) works(call ssa.CallInstruction, depth int) bool {
	names := c.Program.Names(call)
	if _, _, store := c.storeKeyOf(call); store {
		return false
	}
	if slices.ContainsFunc(names, func(n string) bool { return slices.Contains(workCalls, n) }) || c.tab.Find(names, tables.Queue) != nil {
		return true
	}
	if depth > 3 {
		return false
	}
	for _, f := range c.Program.Callees(call) {
		if !c.Program.Own(f) {
			continue
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if inner, ok := in.(ssa.CallInstruction); ok && c.works(inner, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

func (c *context) storeKeyOf(call ssa.CallInstruction) (ssa.Value, bool, bool) {
	if k, ok := call.(*ssa.Call); ok {
		return c.storeKey(k)
	}
	return nil, false, false
}

// workCalls change something on another machine.
var workCalls = []string{"net/http.Client.Do", "net/http.Client.Post", "net/http.Client.PostForm", "net/http.Post", "net/http.PostForm", "net/smtp.SendMail",
	"database/sql.DB.Exec", "database/sql.DB.ExecContext", "database/sql.Tx.Exec", "database/sql.Tx.ExecContext"}

// storeKey reads the key of a check-and-store.
func (c *context) storeKey(call *ssa.Call) (key ssa.Value, memory, found bool) {
	for _, n := range c.Program.Names(call) {
		if st, ok := stores[n]; ok && st.arg < len(call.Call.Args) {
			return call.Call.Args[st.arg], st.memory, true
		}
		if strings.HasPrefix(n, "database/sql.") && strings.Contains(n, "Exec") || strings.HasSuffix(n, ".Exec") || strings.HasSuffix(n, ".ExecContext") {
			for i, a := range call.Call.Args {
				sql, ok := constString(a)
				if !ok || !slices.ContainsFunc(inserting, func(w string) bool { return strings.Contains(strings.ToUpper(sql), w) }) {
					continue
				}
				if i+1 < len(call.Call.Args) {
					return call.Call.Args[i+1], false, true
				}
			}
		}
	}
	return nil, false, false
}

// readsName accepts what is read under a name: a field with that JSON key, a key of
// a map, or a header.
func readsName(names ...string) func(ssa.Value) bool {
	has := func(s string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, s) })
	}
	return func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.FieldAddr:
			return has(paths.FieldName(v)) || has(paths.JSONName(v.X.Type(), v.Field))
		case *ssa.Field:
			return has(paths.JSONName(v.X.Type(), v.Field))
		case *ssa.Lookup:
			s, ok := constString(v.Index)
			return ok && has(s)
		case *ssa.Call:
			for _, a := range v.Call.Args {
				if s, ok := constString(a); ok && has(s) {
					return true
				}
			}
		}
		return false
	}
}

var d4 = Item{checklist.Doc{
	ID: "D4", Title: "webhook answered within 5 s",
	Why:  "A delivery that is not answered in time is repeated, and after 48 hours of that Klaviyo disables the webhook.",
	Fix:  "Read, verify, deduplicate, hand the work to a queue or worker, and answer 202.",
	Pass: "before it answers, the handler only reads, verifies, deduplicates and hands over; or it makes calls whose deadlines add up to less than 5 s", Fail: "a network or database call for each event, a call without a deadline, a sleep or a deadline of 5 s and more, an answer of 400 and more for an event that is only ignored", Open: "it calls code out of sight",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	if !c.hasHandlers() {
		c.receivers(j, c.reads())
		return
	}
	for _, h := range c.webhookRoots() {
		j.Add(c.answers(&h))
	}
}}

// slow are calls that wait for another machine.
var slowCalls = []string{"net/http.Client.Do", "net/http.Client.Get", "net/http.Client.Post", "net/http.Get", "net/http.Post", "database/sql.DB.Exec", "database/sql.DB.Query", "database/sql.DB.QueryRow",
	"database/sql.DB.ExecContext", "database/sql.DB.QueryContext", "database/sql.DB.QueryRowContext", "database/sql.Tx.ExecContext", "database/sql.Tx.QueryContext", "net/smtp.SendMail"}

const answerLimit = 5 * time.Second

func (c *context) answers(h *hook) checklist.Subject {
	s := checklist.Subject{Mark: checklist.Met, Kind: "handler", What: "verified, handed on and answered: nothing before the answer waits", Place: h.place}
	if h.check == nil || h.root == nil {
		s.Mark, s.What, s.Settle = checklist.Open, "which handler this is, and what it does before it answers, is not seen", "register the handler where klaviyolint can see it, or attest"
		return s
	}
	total := time.Duration(0)
	not := func(what string, at ssa.Instruction) checklist.Subject {
		s.Mark, s.What, s.Settle = checklist.Not, what, ""
		s.Also = append(s.Also, c.ssaPos(paths.Pos(at)))
		return s
	}
	if call, ok := h.root.Site.(ssa.CallInstruction); ok {
		for _, v := range c.Program.Wrappers(call, "net/http.TimeoutHandler") {
			if d, ok := constInt(v.Common().Args[1]); ok && time.Duration(d) >= answerLimit {
				return not(fmt.Sprintf("its time limit is %s, and Klaviyo waits for 5 s", time.Duration(d)), v)
			}
		}
	}
	// Only what the handler waits for: what a go statement starts is not before the
	// answer.
	for _, f := range c.Program.Waited(h.root.Func) {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if g, ok := in.(*ssa.Go); ok {
					if c.requestContext(g, h.root.Func) {
						return not("the work in the background has the request's context, which ends with the answer", g)
					}
					continue
				}
				call, ok := in.(ssa.CallInstruction)
				if !ok {
					continue
				}
				names := c.Program.Names(call)
				switch {
				case slices.Contains(names, "time.Sleep"):
					if d, ok := constInt(call.Common().Args[0]); ok && time.Duration(d) >= answerLimit {
						return not(fmt.Sprintf("sleeps %s before the answer", time.Duration(d)), in)
					}
				case slices.ContainsFunc(names, func(n string) bool { return slices.Contains(slowCalls, n) }):
					d, known := c.within(call)
					loop := paths.Looped(in) || c.loopedAbove(f, h.root.Func)
					switch {
					case loop:
						return not("one call for each event before the answer, and a delivery carries up to 1,000", in)
					case !known:
						return not("a call without a deadline before the answer", in)
					case d >= answerLimit:
						return not(fmt.Sprintf("a call with a deadline of %s before the answer", d), in)
					}
					total += d
				case c.tab.Find(names, tables.Queue) != nil && paths.Looped(in):
					if d, known := c.within(call); !known || d >= answerLimit {
						return not("a message for each event is sent before the answer, and a delivery carries up to 1,000", in)
					}
				}
			}
		}
	}
	if total >= answerLimit {
		s.Mark, s.What = checklist.Not, fmt.Sprintf("the deadlines of the calls before the answer add up to %s", total)
	}
	return s
}

// loopedAbove reports whether the handler calls a function in a loop.
func (c *context) loopedAbove(f, root *ssa.Function) bool {
	if f == root {
		return false
	}
	for _, call := range c.Program.Callers(f) {
		if paths.Looped(call) {
			return true
		}
	}
	return false
}

// within finds the deadline of a call: that of the context which stands before it.
func (c *context) within(call ssa.CallInstruction) (time.Duration, bool) {
	for _, a := range call.Common().Args {
		var found time.Duration
		c.Program.Depends(a, func(v ssa.Value) bool {
			k, ok := v.(*ssa.Call)
			if ok && slices.Contains(c.Program.Names(k), "context.WithTimeout") {
				if d, isConst := constInt(k.Call.Args[1]); isConst {
					found = time.Duration(d)
					return true
				}
			}
			return false
		})
		if found > 0 {
			return found, true
		}
	}
	s := &paths.Send{Chain: []ssa.CallInstruction{call}}
	for _, v := range c.Program.ClientTimeouts(s) {
		if d, ok := constInt(v); ok && d > 0 {
			return time.Duration(d), true
		}
	}
	return 0, false
}

// requestContext reports whether a goroutine is given the context of the request.
func (c *context) requestContext(g *ssa.Go, root *ssa.Function) bool {
	uses := func(v ssa.Value) bool {
		return c.Program.Depends(v, func(x ssa.Value) bool {
			k, ok := x.(*ssa.Call)
			if ok && slices.Contains(c.Program.Names(k), "context.WithoutCancel") {
				return false
			}
			return ok && slices.Contains(c.Program.Names(k), "net/http.Request.Context")
		})
	}
	for _, a := range g.Call.Args {
		if strings.HasSuffix(a.Type().String(), "context.Context") && uses(a) && !c.detached(a) {
			return true
		}
	}
	return false
}

func (c *context) detached(v ssa.Value) bool {
	return c.Program.Depends(v, func(x ssa.Value) bool {
		k, ok := x.(*ssa.Call)
		return ok && slices.Contains(c.Program.Names(k), "context.WithoutCancel")
	})
}
