package driver

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/libraries"
)

// extract writes a txtar archive into a fresh directory.
func extract(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func relNames(dir string, names []string) string {
	var out []string
	for _, n := range names {
		rel, err := filepath.Rel(dir, n)
		if err != nil {
			rel = n
		}
		out = append(out, filepath.ToSlash(rel))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// A service: a client package, a wrapper above it, a handler that knows neither
// word, a configuration package with a field, and much that has nothing to do
// with it.
const service = `
-- go.mod --
module example.com/app

go 1.25
-- main.go --
package main

import (
	"example.com/app/handlers"
	"example.com/app/settings"
	"example.com/app/web"
)

func main() { web.Serve(handlers.All) }
-- crm/crm.go --
package crm

import (
	"net/http"

	"example.com/app/httpx"
	"example.com/app/plain"
	"github.com/monetha/go-klaviyo"
)

const base = "https://a.klaviyo.com"

var URL = base

func Send() { httpx.Send(base) }
-- sync/sync.go --
package sync

import "example.com/app/crm"

func Run() { crm.Send() }
-- handlers/handlers.go --
package handlers

import (
	"example.com/app/settings"
	"example.com/app/sync"
)

func All() { sync.Run() }
-- httpx/httpx.go --
package httpx

import (
	"net/http"

	"example.com/app/plain"
)

func Send(url string) {}
-- plain/plain.go --
package plain
-- settings/settings.go --
package settings

import "os"

type Config struct {
	KlaviyoKey string ` + "`env:\"KLAVIYO_KEY\"`" + `
}

var c = Config{KlaviyoKey: os.Getenv("KEY")}
-- web/web.go --
package web

import (
	"example.com/app/httpx"
	"example.com/app/settings"
)

func Serve(h any) { httpx.Send("") }
-- plugin/plugin.go --
package plugin

import "net/http"

type Plugin struct{}

func (Plugin) Run(url string) {}
-- list/list.go --
package list

import (
	"example.com/app/crm"
	"example.com/app/plugin"
)

var All = []any{plugin.Plugin{}, crm.Send}
-- runner/runner.go --
package runner

import (
	"example.com/app/crm"
	"example.com/app/plugin"
)

func Run(p plugin.Plugin) { p.Run(crm.URL) }
-- other/other.go --
package other

import "net/http"
-- names/names.go --
package names

const Vendor = "klaviyo"
-- report/report.go --
package report

import "example.com/app/names"

func Print() { println(names.Vendor) }
-- catalog/catalog.go --
package catalog

var Vendors = map[string]bool{"klaviyo": true}
-- shop/shop.go --
package shop

import "example.com/app/catalog"
-- embeds/embeds.go --
package embeds

import _ "embed"

//go:embed data/template.json
var t string
-- embeds/data/template.json --
{"key": "KLAVIYO"}
-- tested/tested.go --
package tested
-- tested/tested_test.go --
package tested

import "github.com/monetha/go-klaviyo"
-- notes/notes.go --
package notes

// Later: Klaviyo.

import "example.com/app/httpx"
-- detector/detector.go --
package detector

import "net/http"

type Scanner struct{}

func (Scanner) Scan(text string) { http.Get("https://a.klaviyo.com/api/accounts") }
-- defaults/defaults.go --
package defaults

import "example.com/app/detector"

// A list of values calls nothing; so does who passes it on.
func All() []any { return []any{detector.Scanner{}, &detector.Scanner{}} }
-- engine/engine.go --
package engine

import "example.com/app/defaults"

func Start() []any { return defaults.All() }
-- plugins/plugins.go --
package plugins

import _ "example.com/app/crm"
-- mock/mock_test.go --
package mock

import "example.com/app/crm"
`

func TestChoose(t *testing.T) {
	dir := extract(t, service)
	tests := []struct {
		patterns       string
		judged, needed string
		foreign        string
	}{
		{
			// web is there for main, which knows crm and could hand it over.
			patterns: "./...",
			judged:   ". catalog crm detector embeds handlers list names notes report runner settings sync tested",
			needed:   "httpx plugin web",
			foreign:  "github.com/monetha/go-klaviyo",
		},
		{patterns: "./handlers", judged: "handlers", needed: "crm httpx settings sync", foreign: "github.com/monetha/go-klaviyo"},
		{patterns: "./sync ./web", judged: "sync", needed: "crm httpx settings", foreign: "github.com/monetha/go-klaviyo"},
		{patterns: "./crm", judged: "crm", needed: "httpx", foreign: "github.com/monetha/go-klaviyo"},
		{patterns: "./settings", judged: "settings"},
		{patterns: "./web ./httpx ./plain ./other"},
		// A list of plug-ins calls none of them.
		{patterns: "./list", judged: "list", needed: "crm httpx", foreign: "github.com/monetha/go-klaviyo"},
		{patterns: "./runner", judged: "runner", needed: "crm httpx plugin", foreign: "github.com/monetha/go-klaviyo"},
		{patterns: "./report", judged: "report", needed: "names"},
		{patterns: "./embeds/...", judged: "embeds"},
		{patterns: "example.com/app/tested", judged: "tested"},
		{patterns: "./plugins ./mock"}, // neither can make a call of its own
		{patterns: "./notes", judged: "notes"},
		{patterns: "./shop"},
	}
	for _, tt := range tests {
		t.Run(tt.patterns, func(t *testing.T) {
			w, errs := findWorkspace(dir)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			cov := coverOf(w, newFolders(), dir, strings.Fields(tt.patterns))
			tok := newTokens(config.Default())
			c := choose(newScanner(w, newFolders(), tok).graph(cov.dirs), w, tok, cov.dirs)
			if got := relNames(dir, slices.Collect(maps.Keys(c.judged))); got != tt.judged {
				t.Errorf("judged: got %q, want %q", got, tt.judged)
			}
			if got := relNames(dir, slices.Collect(maps.Keys(c.needed))); got != tt.needed {
				t.Errorf("needed: got %q, want %q", got, tt.needed)
			}
			if got := strings.Join(c.foreign, " "); got != tt.foreign {
				t.Errorf("foreign: got %q, want %q", got, tt.foreign)
			}
		})
	}
}

// What the configuration names opens the gate as well.
func TestChooseConfigured(t *testing.T) {
	dir := extract(t, `
-- go.mod --
module example.com/app
-- a/a.go --
package a

import "example.org/crm"
-- b/b.go --
package b

const host = "proxy.internal"
-- c/c.go --
package c
`)
	s := config.Default()
	s.Client.Packages = []string{"example.org/crm/..."}
	s.Client.Hosts = []string{"proxy.internal"}
	w, _ := findWorkspace(dir)
	cov := coverOf(w, newFolders(), dir, []string{"./..."})
	tok := newTokens(s)
	c := choose(newScanner(w, newFolders(), tok).graph(cov.dirs), w, tok, cov.dirs)
	if got := relNames(dir, slices.Collect(maps.Keys(c.judged))); got != "a b" {
		t.Errorf("judged: got %q", got)
	}
	if got := strings.Join(c.foreign, " "); got != "example.org/crm" {
		t.Errorf("foreign: got %q", got)
	}
}

func TestTokens(t *testing.T) {
	// Made at run time, so that this file holds none.
	key := "pk_" + strings.Repeat("0123456789abcdef", 3)[:34]
	tok := newTokens(config.Default())
	tests := []struct {
		text string
		want bool
	}{
		{"", false},
		{"klaviyo", true},
		{"KLAVIYO_KEY", true},
		{"x.KlaViyo.y", true},
		{"laviyo", false},
		{"klaviy", false},
		{"v", false},
		{"avoiding klavier, viyo and Vivaldi", false},
		{"vvvvklaviyo", true},
		{"key = \"" + key + "\"", true},
		{"pk_live_" + key[3:], false},
		{"x" + key, false},
		{"pk_short\n" + key + "\n", true},
		{"primary key pk_id", false},
	}
	for _, tt := range tests {
		if got := tok.in([]byte(tt.text)); got != tt.want {
			t.Errorf("%q: got %v", tt.text, got)
		}
	}
}

// The packages through which the rules know requests are sent are known here.
func TestHTTPLibraries(t *testing.T) {
	tok := newTokens(config.Default())
	for path := range libraries.Known().Clients() {
		if !tok.speaksHTTP(path) {
			t.Errorf("%s is the package of an HTTP client, and the gate does not know that it speaks HTTP", path)
		}
	}
}

// external makes the test binary a driver of golang.org/x/tools/go/packages that
// leaves everything to the go command.
const external = "KLAVIYOLINT_TEST_EXTERNAL_DRIVER"

func init() {
	if os.Getenv(external) != "" {
		fmt.Println(`{"NotHandled": true}`)
		os.Exit(0)
	}
}

// Where another build system lists the packages, nothing is left out.
func TestExternalDriver(t *testing.T) {
	dir := extract(t, "-- go.mod --\nmodule example.com/app\n\ngo 1.25\n-- a.go --\npackage app\n")
	run := func() *Result {
		r, err := Run(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}, Settings: config.Default()})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.ToolErrors {
			t.Errorf("tool error: %s", e.Message)
		}
		return r
	}
	t.Setenv("GOPACKAGESDRIVER", "off")
	if !run().Gated {
		t.Error("without an external driver something was loaded")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOPACKAGESDRIVER", self)
	t.Setenv(external, "1")
	if run().Gated {
		t.Error("with an external driver nothing was loaded")
	}
}
