package driver

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// httpLibraries are the packages through which Go code sends HTTP, by the
// start of their import paths. One that is missing here costs only the reach
// of the gate: a package with a token of its own is loaded whatever it
// imports.
var httpLibraries = []string{
	"net/http",
	"github.com/go-resty/resty",
	"resty.dev/v3",
	"gopkg.in/resty.v1",
	"github.com/hashicorp/go-retryablehttp",
	"github.com/hashicorp/go-cleanhttp",
	"github.com/imroc/req",
	"github.com/dghubble/sling",
	"github.com/valyala/fasthttp",
	"github.com/gofiber/fiber",
	"github.com/parnurzeal/gorequest",
	"github.com/levigross/grequests",
	"github.com/carlmjohnson/requests",
	"github.com/oapi-codegen/runtime",
	// With these a helper verifies the signature of a webhook.
	"crypto/hmac",
	"crypto/subtle",
}

// speaksHTTP reports whether an import gives a package the means to build,
// change or send HTTP requests.
func (t *tokens) speaksHTTP(importPath string) bool {
	for _, lib := range httpLibraries {
		if importPath == lib || strings.HasPrefix(importPath, lib+"/") {
			return true
		}
	}
	return t.carriesFacts(importPath)
}

// carriesFacts reports whether facts of a package of another module count:
// where its import path holds a token, is that of an SDK, or is named in the
// configuration. Any other module is opaque in every host.
func (t *tokens) carriesFacts(importPath string) bool {
	if strings.Contains(strings.ToLower(importPath), "klaviyo") || klaviyo.SDKFor(importPath) != nil {
		return true
	}
	for _, p := range t.packages {
		root, tree := strings.CutSuffix(p, "/...")
		if importPath == root || tree && strings.HasPrefix(importPath, root+"/") {
			return true
		}
	}
	return false
}
