package deploy

import (
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
	"github.com/klaviyolint/klaviyolint/internal/tomlpos"
)

// systemd reads a service unit.
// Source of the keys: systemd.exec(5).
func (r *reader) systemd(f *sidefile.File) {
	if !strings.Contains(string(f.Data), "[Service]") {
		return
	}
	w := &Workload{Place: Place{f.Path, 1, 1}, Kind: Systemd, Resource: "unit", Name: strings.TrimSuffix(filepath.Base(f.Path), ".service"), Replicas: 1, MaxReplicas: 1, History: -1}
	number := 0
	for _, line := range f.Lines() {
		number++
		key, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(key, "#") || strings.HasPrefix(key, ";") {
			continue
		}
		at := Place{f.Path, number, 1}
		switch strings.TrimSpace(key) {
		case "ExecStart":
			w.Command = strings.Fields(value)
			if store := startsWithStore(w.Command); store != "" {
				r.files.Env = append(r.files.Env, Env{Place: at, Fill: FillStore, Store: store, Workload: w})
			}
		case "Environment":
			for _, pair := range commandWords(value) {
				if name, value, ok := strings.Cut(pair, "="); ok {
					r.files.Env = append(r.files.Env, literal(Env{Place: at, Name: name, Workload: w}, value))
				}
			}
		case "EnvironmentFile":
			path := strings.TrimPrefix(strings.TrimSpace(value), "-")
			if !filepath.IsAbs(path) {
				path = filepath.Join(filepath.Dir(f.Path), path)
			}
			r.envFile(at, path, w)
		case "LoadCredential", "LoadCredentialEncrypted", "SetCredentialEncrypted":
			name, _, _ := strings.Cut(strings.TrimSpace(value), ":")
			w.Mounts = append(w.Mounts, Mount{Place: at, Path: "/run/credentials/" + name, Secret: name, Fill: FillStore})
		}
	}
	r.files.Workloads = append(r.files.Workloads, w)
}

// procfile reads the processes of a Procfile.
func (r *reader) procfile(f *sidefile.File) {
	number := 0
	for _, line := range f.Lines() {
		number++
		name, command, ok := strings.Cut(line, ":")
		if !ok || !isEnvName(strings.ReplaceAll(name, "-", "_")) || strings.TrimSpace(command) == "" {
			continue
		}
		at := Place{f.Path, number, 1}
		w := &Workload{Place: at, Kind: Procfile, Resource: "process", Name: name, Command: strings.Fields(command), Replicas: -1, MaxReplicas: -1, History: -1, RollsBack: true}
		r.files.Workloads = append(r.files.Workloads, w)
		if store := startsWithStore(w.Command); store != "" {
			r.files.Env = append(r.files.Env, Env{Place: at, Fill: FillStore, Store: store, Workload: w})
		}
	}
}

// fly reads a fly.toml: an app with a build, a process or a service.
// Source of the keys: https://fly.io/docs/reference/configuration/.
func (r *reader) fly(f *sidefile.File) {
	text := string(f.Data)
	if !strings.Contains(text, "app") || !strings.Contains(text, "[env]") && !strings.Contains(text, "[build]") && !strings.Contains(text, "[http_service]") && !strings.Contains(text, "[[services]]") {
		return
	}
	var c struct {
		App    string            `toml:"app"`
		Region string            `toml:"primary_region"`
		Build  map[string]any    `toml:"build"`
		Env    map[string]string `toml:"env"`
		HTTP   map[string]any    `toml:"http_service"`
		Svc    []map[string]any  `toml:"services"`
	}
	if strings.Count(text, "[") > 2000 {
		r.notice(Place{f.Path, 1, 1}, "too many tables for a fly.toml: it was not read")
		return
	}
	if at, deep := tomlpos.TooDeep(text); deep {
		r.notice(Place{f.Path, at.Line, at.Col}, "nests too deep for a fly.toml: it was not read")
		return
	}
	if _, err := toml.Decode(text, &c); err != nil || c.App == "" || c.Region == "" && c.HTTP == nil && c.Svc == nil {
		return
	}
	w := &Workload{Place: Place{f.Path, 1, 1}, Kind: Fly, Resource: "app", Name: c.App, Replicas: -1, MaxReplicas: -1, History: -1, RollsBack: true}
	if image, ok := c.Build["image"].(string); ok {
		w.Image = image
	} else {
		// Fly builds the image and names it after the release.
		w.ImageUnknown = true
	}
	r.files.Workloads = append(r.files.Workloads, w)
	for _, name := range sortedKeys(c.Env) {
		r.files.Env = append(r.files.Env, literal(Env{Place: Place{f.Path, keyLine(f, name), 1}, Name: name, Workload: w}, c.Env[name]))
	}
}

// keyLine finds the line on which a TOML key is written.
func keyLine(f *sidefile.File, key string) int {
	number := 0
	for _, line := range f.Lines() {
		number++
		name, _, ok := strings.Cut(line, "=")
		if ok && strings.Trim(strings.TrimSpace(name), `"'`) == key {
			return number
		}
	}
	return 1
}

// script reads gcloud commands of a shell script or a Makefile, which fill the
// environment of a Cloud Run service.
// Source: https://cloud.google.com/sdk/gcloud/reference/run/deploy.
func (r *reader) script(f *sidefile.File) {
	number, start, command := 0, 0, ""
	for _, line := range f.Lines() {
		number++
		if command == "" {
			start = number
		}
		text, cont := strings.CutSuffix(strings.TrimSpace(line), "\\")
		command += " " + text
		if cont {
			continue
		}
		r.gcloud(Place{f.Path, start, 1}, command)
		command = ""
	}
	r.gcloud(Place{f.Path, start, 1}, command)
}

// gcloud reads --set-secrets and --set-env-vars of gcloud run deploy.
func (r *reader) gcloud(at Place, command string) {
	if !strings.Contains(command, "gcloud") || !strings.Contains(command, "run") || !strings.Contains(command, "deploy") {
		return
	}
	fields := commandWords(command)
	for i, word := range fields {
		flag, value, ok := strings.Cut(word, "=")
		if !ok && i+1 < len(fields) {
			value = fields[i+1]
		}
		switch flag {
		case "--set-secrets", "--update-secrets":
			for pair := range strings.SplitSeq(value, ",") {
				if name, ref, ok := strings.Cut(pair, "="); ok && isEnvName(name) {
					r.files.Env = append(r.files.Env, Env{Place: at, Name: name, Fill: FillStore, Store: "Google Secret Manager", Ref: ref})
				}
			}
		case "--set-env-vars", "--update-env-vars":
			for pair := range strings.SplitSeq(value, ",") {
				if name, v, ok := strings.Cut(pair, "="); ok && isEnvName(name) {
					r.files.Env = append(r.files.Env, literal(Env{Place: at, Name: name}, v))
				}
			}
		}
	}
}
