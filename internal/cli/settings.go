package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// settings puts the configuration together: the file, then the flags. A broken
// file is returned as fileErr beside the settings that hold without it, so that
// findings can still be shown; err is a broken flag.
func (e *env) settings(o *options) (s *config.Settings, fileErr, err error) {
	s, fileErr = readConfig(o.config, o.source.Inline())
	if s == nil {
		s = config.Default()
	}
	for _, s := range s.Each() {
		if err := e.overrule(o, s); err != nil {
			return nil, nil, err
		}
	}
	return s, fileErr, nil
}

// overrule puts the flags on top of what a file says.
func (e *env) overrule(o *options, s *config.Settings) (err error) {
	if o.asOf != "" {
		if s.Day, err = klaviyo.ParseDay(o.asOf); err != nil {
			return fmt.Errorf("-as-of: %v", err)
		}
		s.Sources["as_of"] = "flag -as-of"
	}
	if o.strict {
		s.Strict = true
		s.Sources["strict"] = "flag -strict"
	}
	if err := e.severities(o, s); err != nil {
		return err
	}
	for _, name := range o.disable {
		if err := e.known(name); err != nil {
			return fmt.Errorf("-disable: %v", err)
		}
		s.SwitchOff(name, "flag -disable")
	}
	for _, name := range o.enable {
		if err := e.known(name); err != nil {
			return fmt.Errorf("-enable: %v", err)
		}
		s.SwitchOn(name, "flag -enable")
	}
	s.Host = config.Host{Name: "klaviyolint", UnsafeFixes: o.unsafe, MarksUnsafe: true, OtherFiles: true}
	return nil
}

func (e *env) severities(o *options, s *config.Settings) (err error) {
	if o.severity != "" {
		if s.Severity, err = config.ParseSeverity(o.severity); err != nil {
			return fmt.Errorf("-severity: %v", err)
		}
		s.Sources["severity"] = "flag -severity"
	}
	if o.failOn != "" {
		if s.FailOn, err = config.ParseSeverity(o.failOn); err != nil {
			return fmt.Errorf("-fail-on: %v", err)
		}
		s.Sources["fail_on"] = "flag -fail-on"
	}
	return nil
}

func (e *env) known(name string) error {
	if name == "all" {
		return nil
	}
	_, err := e.ruleNamed(name)
	return err
}

// readConfig reads the file that -config names, the text of -config-inline, or
// the file in force.
func readConfig(file string, inline *config.Settings) (*config.Settings, error) {
	if inline != nil {
		if file != "" {
			return nil, errors.New("-config and -config-inline exclude each other")
		}
		s := *inline
		s.Sources = maps.Clone(inline.Sources)
		return &s, nil
	}
	if file != "" {
		return config.Load(file)
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	return config.InForce(dir)
}

// selected returns the rules that -RULE flags leave, as multichecker does: any
// true flag runs only those, else any false flag runs all the others. Switched
// on by name, a rule runs even where the file switches it off.
func (o *options) selected(rules []*rule.Rule, s *config.Settings) []*rule.Rule {
	only := false
	for _, t := range o.only {
		only = only || t.set && t.on
	}
	var out []*rule.Rule
	for _, r := range rules {
		t := o.only[r.Doc.Name]
		switch {
		case only && t.on:
			for _, s := range s.Each() {
				s.SwitchOn(r.Doc.Name, "flag -"+r.Doc.Name)
			}
		case only || t.set && !t.on:
			for _, s := range s.Each() {
				s.SwitchOff(r.Doc.Name, "flag -"+r.Doc.Name)
			}
			continue
		}
		if slices.ContainsFunc(s.Each(), func(s *config.Settings) bool { return s.Enabled(r.Doc.Name) }) {
			out = append(out, r)
		}
	}
	return out
}
