package cli

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/preflight"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

func init() {
	register(&command{
		name: "preflight", args: "[packages]", group: goLive,
		summary: "ask Klaviyo, with the production key, what the code needs to know before it goes live",
		text: `It sends a few read-only requests: is Klaviyo up, does it accept the key, of which account is the key, how much of the rate limit is left, which revision does Klaviyo really serve, which scopes does the key have? It is the only command that opens connections.

The key comes from the environment variable ` + preflight.KeyEnv + `, from another one (-key-env) or from a file (-key-file), never from the command line. Packages say what the code needs; without any, those of the module.

The exit code is 0 without failures (warnings and unknowns allowed, see -fail-on), 1 with one, 2 when it could not be run.`,
		examples: []example{
			{"preflight", "check the key of " + preflight.KeyEnv + " against what the code of this module needs"},
			{"preflight -no-code -account AbC123", "check the key alone, and that it belongs to this account"},
			{"preflight -binary ./shop -format json -o preflight.json", "look at a built program too, and keep the report"},
			{"preflight -wait 10m", "hold a deployment until status page and key are both fine"},
		},
		bind: func(o *options, fs *flag.FlagSet) action {
			p := new(preflightFlags)
			p.declare(o, fs)
			return func(e *env, args []string) int { return e.preflight(o, p, args) }
		},
	})
}

// preflightFlags are the flags that no other command has.
type preflightFlags struct {
	keyEnv, keyFile, tokenEnv, credentialsEnv, webhookSecretEnv string
	account, base, statusBase, binary, out                      string
	noStatus, noCode, surplus, webhooks                         bool
	timeout, deadline, watch, wait                              time.Duration
}

func (p *preflightFlags) declare(o *options, fs *flag.FlagSet) {
	o.tests = false // what only tests call needs no scope in production
	loadFlags(o, fs)
	fs.StringVar(&o.config, "config", o.config, "read this `file` instead of "+config.FileName)
	o.source.BindFlags(fs)
	fs.StringVar(&o.format, "format", o.format, "print the report as `"+strings.Join(preflight.FormatNames(), "|")+"`")
	fs.StringVar(&p.out, "o", "", "write the report to this `file` too, as JSON: checklist -preflight reads it")
	fs.StringVar(&o.failOn, "fail-on", o.failOn, "exit with 1 also on checks in this `state`: fail (default), warn, or unknown (warn and unknown)")
	fs.BoolVar(&o.verbose, "v", o.verbose, "show every request, and where its time went")

	fs.StringVar(&p.keyEnv, "key-env", "", "read the private key from the environment variable `NAME` (default "+preflight.KeyEnv+")")
	fs.StringVar(&p.keyFile, "key-file", "", "read the private key from this `file`; - is standard input")
	fs.StringVar(&p.tokenEnv, "token-env", "", "read an OAuth access token from the environment variable `NAME` instead of a key")
	fs.StringVar(&p.credentialsEnv, "credentials-env", "", "compare all scopes, with a second key from the environment variable `NAME` that has credentials:read")
	fs.StringVar(&p.webhookSecretEnv, "webhook-secret-env", "", "look at the length of the webhook secret in the environment variable `NAME`")
	fs.StringVar(&p.account, "account", "", "the account `id` that the key must belong to")

	fs.StringVar(&p.base, "base", preflight.DefaultBase, "send the requests to this `URL`: this machine, or an https host that [client] hosts lists")
	fs.StringVar(&p.statusBase, "status-base", preflight.DefaultStatus, "`URL` of the status page")
	fs.BoolVar(&p.noStatus, "no-status", false, "leave the status page out")
	fs.BoolVar(&p.noCode, "no-code", false, "do not look at the code: newest revision, no scopes")
	fs.StringVar(&p.binary, "binary", "", "look at this built `program` instead of go.mod")
	fs.BoolVar(&p.surplus, "surplus", false, "test read scopes that the code does not need too, and warn of those that the key has")
	fs.BoolVar(&p.webhooks, "webhooks", false, "look at the registered webhooks too (needs webhooks:read)")

	fs.DurationVar(&p.timeout, "timeout", preflight.DefaultTimeout, "`time` limit of one request")
	fs.DurationVar(&p.deadline, "deadline", preflight.DefaultDeadline, "`time` limit of the whole run; checks that it cuts off are unknown")
	fs.DurationVar(&p.watch, "watch", 0, "ask status page and key again every `time` (15s or more), and print what changes")
	fs.DurationVar(&p.wait, "wait", 0, "ask status page and key for at most this `time` until both are ok, then run the rest")
}

// preflight makes one run, or watches.
func (e *env) preflight(o *options, p *preflightFlags, patterns []string) int {
	if err := o.chdir(); err != nil {
		return e.fail("%v", err)
	}
	// The flag of lint has other values: one given before the command's name is
	// refused here.
	format, err := preflight.FormatNamed(cmp.Or(o.format, "text"))
	if err != nil {
		return e.fail("%v", err)
	}
	opts, err := p.options(e, o)
	if err != nil {
		return e.fail("%v", err)
	}
	red := opts.Redactor()
	stdout, stderr := red.Stream(e.stdout), red.Stream(e.stderr)
	log.SetOutput(stderr) // net/http logs what servers send

	if p.noCode && len(patterns) > 0 {
		return e.fail("-no-code takes no packages")
	}
	if p.watch != 0 {
		if p.watch < preflight.MinWatch {
			return e.fail("-watch %s: at least %s, so that the limit of 15 requests a minute is left to others", p.watch, preflight.MinWatch)
		}
		if p.wait != 0 || p.out != "" || o.format != "" && o.format != "text" {
			return e.fail("-watch prints lines: -wait, -o and -format do not go with it")
		}
		return watchExit(preflight.Watch(e.ctx, opts, p.watch, stdout))
	}
	if !p.noCode {
		needs, code := e.needs(o, patterns, cmp.Or(p.keyEnv, p.tokenEnv, preflight.KeyEnv))
		if needs == nil {
			return code
		}
		opts.Needs = needs
	}
	if p.wait > 0 {
		if r, why := preflight.Wait(e.ctx, opts, p.wait, stderr); r != nil {
			r.Stopped, r.Exit = why, exitFindings
			return e.report(r, format, o, p, red)
		}
	}
	return e.report(preflight.Run(e.ctx, opts), format, o, p, red)
}

// report writes a report, and its JSON where -o asks for it.
func (e *env) report(r *preflight.Report, format preflight.Format, o *options, p *preflightFlags, red *preflight.Redactor) int {
	if e.ctx.Err() != nil {
		r.Exit = exitTrouble
	}
	v := preflight.View{Verbose: o.verbose, Color: isTerminal(e.stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
	if err := format(red.Stream(e.stdout), r, v); err != nil {
		return e.fail("%s", red.Own(err.Error()))
	}
	if p.out != "" {
		var buf bytes.Buffer
		if err := preflight.JSON(red.Stream(&buf), r, v); err != nil {
			return e.fail("%v", err)
		}
		if err := os.WriteFile(p.out, buf.Bytes(), 0o644); err != nil {
			return e.fail("%v", err)
		}
	}
	if e.ctx.Err() != nil {
		return e.fail("interrupted; what is known is above")
	}
	return r.Exit
}

func watchExit(r *preflight.Report) int {
	if r == nil {
		return exitTrouble
	}
	return r.Exit
}

// options makes the options of a run of the flags and the configuration.
func (p *preflightFlags) options(e *env, o *options) (preflight.Options, error) {
	var none preflight.Options
	s, fileErr, err := e.settings(e.loading(o))
	if err == nil {
		err = fileErr
	}
	if err != nil {
		return none, err
	}
	opts := preflight.Options{
		Version:          buildVersion(),
		Expected:         cmp.Or(p.account, s.Preflight.Account),
		Components:       s.Preflight.Components,
		Surplus:          p.surplus,
		Webhooks:         p.webhooks,
		WebhookSecretEnv: p.webhookSecretEnv,
		Binary:           p.binary,
		Own:              s.Client.HasPackage,
		Timeout:          p.timeout,
		Deadline:         p.deadline,
	}
	if opts.Dir, err = os.Getwd(); err != nil {
		return none, err
	}
	switch o.failOn {
	case "", "fail", "error":
		opts.FailOn = preflight.Fail
	case "warn", "warning":
		opts.FailOn = preflight.Warn
	case "unknown":
		opts.FailOn = preflight.Unknown
	default:
		return none, fmt.Errorf("-fail-on %s: want fail, warn or unknown", o.failOn)
	}
	if p.timeout <= 0 || p.deadline <= 0 {
		return none, errors.New("-timeout and -deadline must be positive")
	}
	if p.account != "" {
		if err := config.CheckAccount(p.account); err != nil {
			return none, fmt.Errorf("-account: %w", err)
		}
	}
	if opts.Base, err = preflight.ParseBase(p.base, s.Client.HasHost); err != nil {
		return none, err
	}
	if err := p.status(&opts); err != nil {
		return none, err
	}
	if err := p.credentials(&opts); err != nil {
		return none, err
	}
	if opts.Base.Foreign {
		fmt.Fprintf(e.stderr, "klaviyolint: the key is sent to %s\n", opts.Base.Host())
	}
	return opts, nil
}

// status decides which status page is asked, if any.
func (p *preflightFlags) status(opts *preflight.Options) error {
	b, err := preflight.ParseStatusBase(p.statusBase)
	switch {
	case err != nil:
		return err
	case p.noStatus:
		opts.StatusReason = "left out: -no-status"
	case opts.Base.Loopback && p.statusBase == preflight.DefaultStatus:
		opts.StatusReason = "left out: the base is on this machine, and no -status-base was given"
	default:
		opts.Status = &b
	}
	return nil
}

// credentials reads the key, the token and the second key.
func (p *preflightFlags) credentials(opts *preflight.Options) (err error) {
	given := 0
	for _, s := range []string{p.keyEnv, p.keyFile, p.tokenEnv} {
		if s != "" {
			given++
		}
	}
	if given > 1 {
		return errors.New("-key-env, -key-file and -token-env exclude each other")
	}
	switch {
	case p.keyFile != "":
		opts.Key, err = preflight.KeyFromFile(p.keyFile, os.Stdin)
	case p.tokenEnv != "":
		opts.Key, err = preflight.TokenFromEnv(p.tokenEnv)
	default:
		opts.Key, err = preflight.KeyFromEnv(cmp.Or(p.keyEnv, preflight.KeyEnv))
	}
	if errors.Is(err, preflight.ErrNoKey) && strings.HasPrefix(os.Getenv("GITHUB_EVENT_NAME"), "pull_request") {
		return fmt.Errorf("%w (GitHub gives no secrets to pull requests from forks: run preflight on pushes)", err)
	}
	if err != nil || p.credentialsEnv == "" {
		return err
	}
	if p.tokenEnv != "" {
		return errors.New("-credentials-env finds a private key in Klaviyo's list: it does not go with -token-env")
	}
	second, err := preflight.KeyFromEnv(p.credentialsEnv)
	if err != nil {
		return fmt.Errorf("-credentials-env: %w", err)
	}
	opts.Second = &second
	return nil
}

// loading are the options without those that mean something else to lint.
func (e *env) loading(o *options) *options {
	l := newOptions(e.rules)
	l.source, l.config, l.tests, l.tags, l.mod, l.debug = o.source, o.config, o.tests, o.tags, o.mod, o.debug
	return l
}

// needs reads the code. When it returns nil the run is over with the code.
func (e *env) needs(o *options, patterns []string, keyEnv string) (*preflight.Needs, int) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	run, err := e.prepare(e.loading(o), patterns)
	if err != nil {
		return nil, e.fail("%v", err)
	}
	run.opts.Rules = nil
	run.opts.Helpers = []*analysis.Analyzer{requests.Analyzer, webhooks.Analyzer}
	run.opts.Whole = true // a replay window is looked for in the program as a whole
	res, err := e.analyse(run)
	if err != nil {
		return nil, e.interrupted(fmt.Errorf("%w (-no-code leaves the code out)", err))
	}
	needs := preflightNeeds(res, run.dir, run.opts.Settings, keyEnv)
	code := e.trouble(run, res)
	if code == exitTrouble || codeErrors(res) && needs.Calls == 0 {
		return nil, e.fail("the code could not be read, so that what it needs is not known; -no-code leaves it out")
	}
	return needs, exitClean
}
