package webhooks

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// contexts are the types with which frameworks hand a request to a handler, by
// the start and the end of their names: major versions stand between them.
var contexts = [][2]string{
	{"github.com/gin-gonic/gin.", ".Context"},
	{"github.com/labstack/echo", ".Context"},
	{"github.com/gofiber/fiber", ".Ctx"},
	{"github.com/valyala/fasthttp.", ".RequestCtx"},
	{"github.com/kataras/iris", ".Context"},
	{"github.com/beego/beego", ".Context"},
	{"github.com/cloudwego/hertz", ".RequestContext"},
	{"github.com/aws/aws-lambda-go/events.", "Request"},
}

// request reports whether a value of the type brings a whole request.
func request(typ string) bool {
	typ = ir.Elem(typ)
	if typ == "net/http.Request" || typ == "net/http.Header" {
		return true
	}
	for _, c := range contexts {
		if strings.HasPrefix(typ, c[0]) && strings.HasSuffix(typ, c[1]) {
			return true
		}
	}
	return false
}

// handles reports whether a function is one that answers requests.
func handles(f *ir.Func) bool {
	writer, incoming := false, false
	for _, t := range f.Types {
		writer = writer || t == "net/http.ResponseWriter"
		incoming = incoming || t == "*net/http.Request"
		if request(t) && ir.Elem(t) != "net/http.Request" && ir.Elem(t) != "net/http.Header" {
			return true
		}
	}
	return writer && incoming
}

// soft reports whether a call only tells somebody: a log, a metric, an answer.
func soft(name string) bool {
	low := strings.ToLower(name)
	for _, p := range []string{"log.", "log/slog.", "fmt.print", "fmt.fprint", "net/http.error", "net/http.responsewriter.", "io.writestring", "net/http.header.set", "net/http.header.add",
		"encoding/json.newencoder", "encoding/json.encoder.", "errors.new", "fmt.errorf", "fmt.sprint", "github.com/go-chi/render.", "time.now", "time.since"} {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	for _, w := range []string{"zap", "zerolog", "logrus", "/log.", "logger.", "klog", "glog", "sentry", "prometheus", "otel", "statsd", "datadog"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	dot := strings.LastIndexByte(low, '.')
	if dot > 0 && request(name[:dot]) {
		switch low[dot+1:] {
		case "json", "string", "status", "sendstatus", "abort", "abortwithstatus", "abortwithstatusjson", "abortwitherror", "nocontent", "sendstring", "writeheader", "data", "header", "error", "html", "xml":
			return true
		}
	}
	return false
}

// answer reports whether a soft call answers the request: what follows it
// still runs.
func answer(name string) bool {
	low := strings.ToLower(name)
	dot := strings.LastIndexByte(low, '.')
	return low == "net/http.error" || strings.HasPrefix(low, "net/http.responsewriter.") || strings.HasPrefix(low, "fmt.fprint") || dot > 0 && request(name[:dot])
}
