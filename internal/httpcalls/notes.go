package httpcalls

import "github.com/klaviyolint/klaviyolint/internal/flow"

// What is noted about clients, builders and requests while a function is
// executed.
var (
	noteLibrary   = flow.Note("library")   // import path of the client library
	noteURL       = flow.Note("url")       // of a builder
	noteBase      = flow.Note("base")      // URL before those that have no host
	noteTimeout   = flow.Note("timeout")   // set by a call
	noteHTTP      = flow.Note("http")      // the net/http client that a library's client sends with
	noteTLS       = flow.Note("tls")       // settings given by a call
	noteInner     = flow.Note("inner")     // client in a client that retries
	noteDefault   = flow.Note("default")   // it is http.DefaultClient
	noteHanded    = flow.Note("handed")    // unknown code had the client, and may have set a limit
	noteInspected = flow.Note("inspected") // a hook sees each answer
	noteToken     = flow.Note("token")     // credential, without its scheme
	noteScheme    = flow.Note("scheme")    // of the credential
	notePassword  = flow.Note("password")  // of basic authentication
	noteQuery     = flow.Note("query")     // parameters, as a map
	noteRawQuery  = flow.Note("raw query")
	noteFast      = flow.Note("fast") // headers of a fasthttp request
	noteTransport = flow.Note("transport")
	noteRetry     = flow.Note("retry")      // whether it sends again
	noteRetryIf   = flow.Note("retry if")   // condition that decides it
	noteRetryHook = flow.Note("retry hook") // function called before it does
	noteRetryWait = flow.Note("retry wait") // how long it waits

	noteContext = flow.Aside("context")
	noteClient  = flow.Aside("client")
	noteParent  = flow.Aside("parent") // client that made a request
)

// noteParam is a parameter of a path, by its name.
func noteParam(name string) flow.Key { return flow.Note(paramPrefix + name) }

const paramPrefix = "path parameter "

// Types of objects that stand for what has no object in the program.
const (
	oneShot = "request made and sent by one call"
	builtIn = "request made of a literal"
)
