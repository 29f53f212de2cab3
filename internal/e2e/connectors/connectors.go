// Package connectors writes a module such as data movers are: hundreds of vendor
// connectors on one framework of interfaces and generics, a table of providers in
// a package of its own, and one connector that is Klaviyo's. What klaviyolint
// costs there has to follow the one, and not the hundreds.
package connectors

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// filesPerConnector is how many files a connector has beside its client.
const filesPerConnector = 14

// Generate writes a module with vendors connectors, one of them Klaviyo's, to a
// folder. With 300 of them it has about 4,600 files. Comments `// want RULE` say
// what is to be found.
func Generate(dir string, vendors int) error {
	w := &writer{dir: dir}
	w.file("go.mod", "module example.com/mover\n\ngo 1.25\n")
	framework(w)
	var rows, imports, entries strings.Builder
	for i := range vendors - 1 {
		name := fmt.Sprintf("vendor%03d", i)
		fmt.Fprintf(&rows, "\t%q: {Name: %q, BaseURL: \"https://api.%s.example.com\", Scheme: %q, Version: \"2023-0%d-01\", VersionHeader: \"X-Version\", Paging: %q},\n",
			name, name, name, []string{"Bearer", "Token", "Basic"}[i%3], 1+i%9, []string{"cursor", "page", "link"}[i%3])
		fmt.Fprintf(&imports, "\t\"example.com/mover/connectors/%s\"\n", name)
		fmt.Fprintf(&entries, "\t%q: %s.New,\n", name, name)
		connector(w, name, i)
	}
	rows.WriteString("\t\"klaviyo\": {Name: \"klaviyo\", BaseURL: \"https://a.klaviyo.com\", Scheme: \"Klaviyo-API-Key\", VersionHeader: \"revision\", Paging: \"link\"},\n")
	imports.WriteString("\t\"example.com/mover/connectors/klaviyo\"\n")
	entries.WriteString("\t\"klaviyo\": klaviyo.New,\n")
	w.file("providers/providers.go", `// Package providers lists the services that data is moved from and to.
package providers

// A Provider is one service.
type Provider struct {
	Name, BaseURL, Scheme, Version, VersionHeader, Paging string
}

// Table holds every provider by its name.
var Table = map[string]Provider{
`+rows.String()+`}

// Lookup returns a provider by its name.
func Lookup(name string) (Provider, bool) {
	p, ok := Table[name]
	return p, ok
}
`)
	w.file("registry/registry.go", `// Package registry makes connectors by their names.
package registry

import (
`+imports.String()+`	"example.com/mover/framework"
)

// Makers hold the constructor of each connector.
var Makers = map[string]func(framework.Config) framework.Source{
`+entries.String()+`}
`)
	w.file("main.go", mainFile)
	klaviyoConnector(w)
	return w.err
}

const mainFile = `// Command mover copies the records of a source to a destination.
package main

import (
	"context"
	"log"
	"os"

	"example.com/mover/framework"
	"example.com/mover/registry"
)

func main() {
	make, ok := registry.Makers[os.Args[1]]
	if !ok {
		log.Fatalf("no connector %q", os.Args[1])
	}
	src := make(framework.Config{Credential: os.Getenv("MOVER_CREDENTIAL")})
	ctx := context.Background()
	for _, s := range src.Streams() {
		if err := s.Read(ctx, func(r framework.Record) error { log.Print(len(r)); return nil }); err != nil { // want endpoint
			log.Fatal(err)
		}
	}
}
`

func framework(w *writer) {
	w.file("framework/framework.go", `// Package framework is what all connectors are made of.
package framework

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// A Record is one row.
type Record map[string]any

// Config is what a user sets up.
type Config struct {
	Credential string
	BaseURL    string
	Options    map[string]string
}

// A Source gives streams.
type Source interface {
	Name() string
	Check(ctx context.Context) error
	Streams() []Stream
}

// A Stream gives records.
type Stream interface {
	Name() string
	Read(ctx context.Context, emit func(Record) error) error
}

// An Authenticator signs requests.
type Authenticator interface {
	Sign(req *http.Request) error
}

// A Pager says where the next page is.
type Pager interface {
	Next(resp *http.Response, page map[string]json.RawMessage) (string, bool)
}

// Items decodes the items of a page.
func Items[T any](page map[string]json.RawMessage, key string) ([]T, error) {
	var out []T
	if raw, ok := page[key]; ok {
		if err := json.Unmarshal(raw, &out); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return out, nil
}

// Map converts items.
func Map[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}
`)
	w.file("framework/requester.go", `package framework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Requester sends the requests of a connector.
type Requester struct {
	base    string
	auth    Authenticator
	headers map[string]string
	client  *http.Client
	retries int
}

// An Option changes a requester.
type Option func(*Requester)

// WithHeader sets a header on each request.
func WithHeader(name, value string) Option {
	return func(r *Requester) { r.headers[name] = value }
}

// WithRetries says how often a request is tried again.
func WithRetries(n int) Option { return func(r *Requester) { r.retries = n } }

// NewRequester makes a requester.
func NewRequester(base string, auth Authenticator, opts ...Option) *Requester {
	r := &Requester{base: strings.TrimSuffix(base, "/"), auth: auth, headers: map[string]string{}, client: &http.Client{Timeout: 30 * time.Second}, retries: 3}
	for _, o := range opts {
		o(r)
	}
	return r
}

// Do sends a request and decodes the answer.
func (r *Requester) Do(ctx context.Context, method, path string, body, into any) (*http.Response, error) {
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	for attempt := 0; ; attempt++ {
		req, err := http.NewRequestWithContext(ctx, method, r.base+path, bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		for k, v := range r.headers {
			req.Header.Set(k, v)
		}
		if err := r.auth.Sign(req); err != nil {
			return nil, err
		}
		resp, err := r.client.Do(req)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusTooManyRequests && attempt < r.retries {
			wait, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
			resp.Body.Close()
			time.Sleep(time.Duration(wait) * time.Second)
			continue
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 300 {
			text, _ := io.ReadAll(io.LimitReader(resp.Body, 1024))
			return resp, fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, text)
		}
		if into != nil {
			return resp, json.NewDecoder(resp.Body).Decode(into)
		}
		return resp, nil
	}
}
`)
	w.file("framework/stream.go", `package framework

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// A Paged stream reads pages of T from a path.
type Paged[T any] struct {
	Title  string
	Path   string
	Key    string
	Query  url.Values
	Client *Requester
	Pager  Pager
	Row    func(T) Record
}

// Name implements Stream.
func (p *Paged[T]) Name() string { return p.Title }

// Read implements Stream.
func (p *Paged[T]) Read(ctx context.Context, emit func(Record) error) error {
	path := p.Path
	if len(p.Query) > 0 {
		path += "?" + p.Query.Encode()
	}
	for {
		page := map[string]json.RawMessage{}
		resp, err := p.Client.Do(ctx, "GET", path, nil, &page)
		if err != nil {
			return err
		}
		items, err := Items[T](page, p.Key)
		if err != nil {
			return err
		}
		for _, r := range Map(items, p.Row) {
			if err := emit(r); err != nil {
				return err
			}
		}
		next, ok := p.Pager.Next(resp, page)
		if !ok {
			return nil
		}
		path = next
	}
}

// LinkPager follows links.next.
type LinkPager struct{}

// Next implements Pager.
func (LinkPager) Next(_ *http.Response, page map[string]json.RawMessage) (string, bool) {
	var links struct {
		Next string `+"`json:\"next\"`"+`
	}
	if raw, ok := page["links"]; !ok || json.Unmarshal(raw, &links) != nil || links.Next == "" {
		return "", false
	}
	u, err := url.Parse(links.Next)
	if err != nil {
		return "", false
	}
	return u.RequestURI(), true
}

// CursorPager reads a cursor.
type CursorPager struct{ Path, Param string }

// Next implements Pager.
func (c CursorPager) Next(_ *http.Response, page map[string]json.RawMessage) (string, bool) {
	var cursor string
	if raw, ok := page["cursor"]; !ok || json.Unmarshal(raw, &cursor) != nil || cursor == "" {
		return "", false
	}
	return c.Path + "?" + url.Values{c.Param: {cursor}}.Encode(), true
}

// Scheme signs with a scheme and a credential.
type Scheme struct{ Name, Credential string }

// Sign implements Authenticator.
func (s Scheme) Sign(req *http.Request) error {
	req.Header.Set("Authorization", s.Name+" "+s.Credential)
	return nil
}
`)
}

// connector writes a vendor's connector.
func connector(w *writer, name string, i int) {
	w.file("connectors/"+name+"/client.go", fmt.Sprintf(`// Package %[1]s reads from %[1]s.
package %[1]s

import (
	"context"

	"example.com/mover/framework"
	"example.com/mover/providers"
)

type source struct {
	client *framework.Requester
	cfg    framework.Config
}

// New makes the source.
func New(cfg framework.Config) framework.Source {
	p, _ := providers.Lookup(%[1]q)
	base := cfg.BaseURL
	if base == "" {
		base = p.BaseURL
	}
	return &source{
		client: framework.NewRequester(base, framework.Scheme{Name: p.Scheme, Credential: cfg.Credential}, framework.WithHeader(p.VersionHeader, p.Version)),
		cfg:    cfg,
	}
}

func (s *source) Name() string { return %[1]q }

func (s *source) Check(ctx context.Context) error {
	_, err := s.client.Do(ctx, "GET", "/v%[2]d/me", nil, nil)
	return err
}

func (s *source) Streams() []framework.Stream {
	var out []framework.Stream
%[3]s	return out
}
`, name, 1+i%4, appends()))
	for f := range filesPerConnector {
		w.file(fmt.Sprintf("connectors/%s/stream%02d.go", name, f), fmt.Sprintf(`package %[1]s

import (
	"fmt"
	"net/url"
	"strings"

	"example.com/mover/framework"
)

type item%[2]d struct {
	ID      string `+"`json:\"id\"`"+`
	Name    string `+"`json:\"name\"`"+`
	Email   string `+"`json:\"email\"`"+`
	Phone   string `+"`json:\"phone_number\"`"+`
	Created string `+"`json:\"created_at\"`"+`
	Amount  float64 `+"`json:\"amount\"`"+`
}

func (s *source) stream%[2]d() framework.Stream {
	q := url.Values{"limit": {fmt.Sprint(%[3]d)}}
	if since := s.cfg.Options["since"]; since != "" {
		q.Set("updated_after", since)
	}
	return &framework.Paged[item%[2]d]{
		Title: "stream%[2]d", Path: "/v%[4]d/items%[2]d", Key: "items", Query: q, Client: s.client,
		Pager: framework.CursorPager{Path: "/v%[4]d/items%[2]d", Param: "cursor"},
		Row: row%[2]d,
	}
}

func row%[2]d(it item%[2]d) framework.Record {
	r := framework.Record{"id": it.ID, "name": strings.TrimSpace(it.Name), "created_at": it.Created, "amount": it.Amount}
	if it.Email != "" {
		r["email"] = strings.ToLower(it.Email)
	}
	if it.Phone != "" {
		r["phone_number"] = it.Phone
	}
	return r
}
`, name, f, 50+f, 1+i%4))
	}
}

func appends() string {
	var b strings.Builder
	for f := range filesPerConnector {
		fmt.Fprintf(&b, "\tout = append(out, s.stream%d())\n", f)
	}
	return b.String()
}

// klaviyoConnector writes the one that matters: it sends a retired revision, and
// one request for each profile where a job takes 10,000.
func klaviyoConnector(w *writer) {
	w.file("connectors/klaviyo/client.go", `// Package klaviyo reads from Klaviyo, and writes profiles to it.
package klaviyo

import (
	"context"
	"fmt"

	"example.com/mover/framework"
	"example.com/mover/providers"
)

const revision = "2023-02-22" // want revision

type source struct {
	client *framework.Requester
	cfg    framework.Config
}

// New makes the source.
func New(cfg framework.Config) framework.Source { return open(cfg) }

func open(cfg framework.Config) *source {
	p, _ := providers.Lookup("klaviyo")
	base := cfg.BaseURL
	if base == "" {
		base = p.BaseURL
	}
	return &source{
		client: framework.NewRequester(base, framework.Scheme{Name: p.Scheme, Credential: cfg.Credential}, framework.WithHeader(p.VersionHeader, revision)),
		cfg:    cfg,
	}
}

func (s *source) Name() string { return "klaviyo" }

func (s *source) Check(ctx context.Context) error {
	_, err := s.client.Do(ctx, "GET", "/api/accounts", nil, nil)
	return err
}

type profile struct {
	Type       string         `+"`json:\"type\"`"+`
	ID         string         `+"`json:\"id,omitempty\"`"+`
	Attributes map[string]any `+"`json:\"attributes\"`"+`
}

func (s *source) Streams() []framework.Stream {
	row := func(p profile) framework.Record { return framework.Record{"id": p.ID, "attributes": p.Attributes} }
	var out []framework.Stream
	for title, path := range map[string]string{"profiles": "/api/profiles", "lists": "/api/lists", "event": "/api/evnts"} {
		out = append(out, &framework.Paged[profile]{Title: title, Path: path, Key: "data", Client: s.client, Pager: framework.LinkPager{}, Row: row})
	}
	return out
}

// Write sends profiles.
func Write(ctx context.Context, cfg framework.Config, rows []framework.Record) error {
	s := open(cfg)
	for _, r := range rows {
		body := map[string]any{"data": profile{Type: "profile", Attributes: r}}
		if _, err := s.client.Do(ctx, "POST", "/api/profiles", body, nil); err != nil { // want upsert bulk
			return fmt.Errorf("profile: %w", err)
		}
	}
	return nil
}
`)
}

// A writer writes files and keeps the first error.
type writer struct {
	dir string
	err error
}

func (w *writer) file(name, text string) {
	if w.err != nil {
		return
	}
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	if w.err = os.MkdirAll(filepath.Dir(full), 0o777); w.err == nil {
		w.err = os.WriteFile(full, []byte(text), 0o666)
	}
}
