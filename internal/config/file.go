package config

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// FileName is the name of the configuration file.
const FileName = ".klaviyolint.toml"

// A File is the configuration file, typed. It is the one description of the
// file: decoding, validation, docs/configuration.md, the JSON schema and the
// example file all walk these structs. The tags say
//
//	toml     the key
//	doc      what it does, in Markdown
//	default  its value when the key is absent, as TOML; none when there is none
//	example  a value for the example file, as TOML
//	check    what its strings must be; see checks
//	need     "yes" when a table without the key is an error
type File struct {
	Enable        []string    `toml:"enable" check:"rule" default:"[]" example:"['all']" doc:"Rules to switch on, also where 'disable' says 'all'. The word 'all' is the profile of that name: every rule, and findings down to info unless 'severity' says otherwise."`
	Disable       []string    `toml:"disable" check:"rule" default:"[]" example:"['upsert']" doc:"Rules to switch off. The word 'all' leaves only those that 'enable' names."`
	Exclude       []string    `toml:"exclude" check:"glob" default:"[]" example:"['internal/legacy', '*.pb.go']" doc:"Paths that give no findings: globs relative to the root of the workspace or module, with '*', '?', '[a-z]' and, for any number of folders, '**'. A glob without a slash matches a file or folder of that name anywhere; one that matches a folder leaves out what is in it."`
	Severity      Severity    `toml:"severity" check:"severity" default:"'warning'" example:"'info'" doc:"The least severity that is reported."`
	FailOn        Severity    `toml:"fail_on" check:"severity" default:"'warning'" example:"'error'" doc:"The least severity that makes the exit code 1."`
	AsOf          klaviyo.Day `toml:"as_of" check:"day" example:"2026-11-23" doc:"The day on which revisions are judged, for runs that must not change from one day to the next. Today when absent."`
	Strict        bool        `toml:"strict" default:"false" example:"true" doc:"Report also what is only possible: requests that code out of sight could still repair, and revision values whose treatment by Klaviyo is not confirmed."`
	DefaultRegion string      `toml:"default_region" check:"region" example:"'US'" doc:"The region of phone numbers written without a country code (ISO 3166, two letters). Fixes of 'e164' use it; without it they touch no national number."`

	Checklist Checklist `toml:"checklist" doc:"What 'klaviyolint checklist' asks, and what people say where it cannot see."`
	Keys      []KeyRow  `toml:"keys" doc:"What one private key may do, as ticked on Klaviyo's page for it: '[[keys]]'. Exactly one of 'env', 'secret' and 'file' says which key; without one, the environment variable KLAVIYO_PRIVATE_KEY."`

	Client    Client    `toml:"client" doc:"Where calls to Klaviyo live, and what klaviyolint cannot know about the clients that make them."`
	Preflight Preflight `toml:"preflight" doc:"What 'klaviyolint preflight' expects of the key and of Klaviyo."`

	Revision Revision                `toml:"revision" doc:"Which API revisions this code base wants."`
	Rules    map[string]RuleSettings `toml:"rules" check:"rulename" doc:"Settings of one rule: '[rules.NAME]'."`

	where map[string]Position // of each key that the file sets; see decode
}

// Client is the [client] table.
type Client struct {
	Packages      []string `toml:"packages" check:"package" default:"[]" example:"['example.com/shop/internal/klaviyo']" doc:"Import paths of the packages that may call Klaviyo directly. Once named, nothing else may ('rawhttp'). A path that ends in '/...' includes what is below it."`
	Hosts         []string `toml:"hosts" check:"host" default:"[]" example:"['klaviyo-proxy.internal']" doc:"Further hosts that answer as Klaviyo's API, such as a proxy."`
	TransportSets []string `toml:"transport_sets" check:"header" default:"[]" example:"['revision']" doc:"Headers that a RoundTripper sets on every request, where klaviyolint cannot see it do so."`
	Models        []Model  `toml:"model" doc:"One function or method of a library that klaviyolint does not know: '[[client.model]]'. Several rows make an HTTP client. Argument positions count from 0, without the receiver."`
	Aliases       []Alias  `toml:"alias" doc:"Another import path of a library that klaviyolint knows, such as a fork: '[[client.alias]]'."`
}

// HasPackage reports whether the import path is one of Packages.
func (c *Client) HasPackage(importPath string) bool {
	for _, p := range c.Packages {
		if root, tree := strings.CutSuffix(p, "/..."); p == importPath || tree && (root == importPath || strings.HasPrefix(importPath, root+"/")) {
			return true
		}
	}
	return false
}

// HasHost reports whether the host, with or without a port, is one of Hosts.
func (c *Client) HasHost(host string) bool {
	bare := host
	if i := strings.LastIndexByte(host, ':'); i > 0 {
		bare = host[:i]
	}
	for _, h := range c.Hosts {
		if strings.EqualFold(h, host) || strings.EqualFold(h, bare) {
			return true
		}
	}
	return false
}

// TransportSetsHeader reports whether the named header is one of TransportSets.
func (c *Client) TransportSetsHeader(name string) bool {
	for _, h := range c.TransportSets {
		if strings.EqualFold(h, name) {
			return true
		}
	}
	return false
}

// Model is one row of [[client.model]]: what one function means for a request.
type Model struct {
	Package string `toml:"package" check:"import" need:"yes" example:"'example.com/rest'" doc:"Import path of the package that declares it."`
	Type    string `toml:"type" check:"ident" example:"'Client'" doc:"Receiver type of a method, without '*'. Absent for a function."`
	Name    string `toml:"name" check:"function" need:"yes" example:"'Post'" doc:"Name of the function or method. A star at its end stands for the rest: 'Print*'."`
	Role    string `toml:"role" check:"role" need:"yes" example:"'verb'" doc:"What it does; one of the roles below."`
	Method  string `toml:"method" check:"method" example:"'POST'" doc:"HTTP method that it sets or sends."`
	URL     int    `toml:"url" check:"arg" default:"-1" example:"1" doc:"Position of the argument with the URL or path."`
	Arg     int    `toml:"arg" check:"arg" default:"-1" example:"0" doc:"Position of the argument with the value, for the roles that take one value."`
	Body    int    `toml:"body" check:"arg" default:"-1" example:"2" doc:"Position of the argument with the request body."`
	Key     int    `toml:"key" check:"arg" default:"-1" example:"0" doc:"Position of the argument with the name of a header or query parameter."`
	Value   int    `toml:"value" check:"arg" default:"-1" example:"1" doc:"Position of the argument with its value."`
	Returns string `toml:"returns" check:"returns" example:"'response'" doc:"What it returns; one of the words below."`
}

// Alias is one row of [[client.alias]].
type Alias struct {
	Package string `toml:"package" check:"import" need:"yes" example:"'example.com/fork/resty'" doc:"Import path of the fork or copy."`
	SameAs  string `toml:"same_as" check:"import" need:"yes" example:"'github.com/go-resty/resty/v2'" doc:"Import path of the library that it is the same as."`
}

// NoArg is the position of an argument that a Model does not name.
const NoArg = -1

// Revision is the [revision] table.
type Revision struct {
	Target     string   `toml:"target" check:"target" example:"'2026-07-15'" doc:"The revision that fixes insert. The newest stable one when absent."`
	Known      []string `toml:"known" check:"revision" default:"[]" example:"['2026-10-15']" doc:"Revisions that are valid although this version of klaviyolint does not know them yet."`
	WarnBefore Days     `toml:"warn_before" check:"days" example:"'90d'" doc:"How long before its retirement a deprecated revision is reported, in days or weeks ('90d', '12w'). The whole deprecated year when absent."`
}

// Preflight is the [preflight] table.
type Preflight struct {
	Account    string   `toml:"account" check:"account" example:"'AbC123'" doc:"The six characters of the account that the key must belong to. A key of another account fails."`
	Components []string `toml:"components" default:"[]" example:"['API']" doc:"Components of Klaviyo's status page that matter. All of them when absent."`
}

// RuleSettings is one [rules.NAME] table.
type RuleSettings struct {
	Severity *Severity `toml:"severity" check:"severity" example:"'info'" doc:"Severity of every finding of the rule, in place of its own."`
	Exclude  []string  `toml:"exclude" check:"glob" default:"[]" example:"['cmd/migrate']" doc:"Paths without findings of this rule, beside those of the top level."`
}
