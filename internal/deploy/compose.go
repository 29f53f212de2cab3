package deploy

import (
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"
)

func isCompose(n *yaml.Node) bool {
	found := false
	Entries(Get(n, "services"), func(_, v *yaml.Node) {
		found = found || Get(v, "image") != nil || Get(v, "build") != nil
	})
	return found
}

// compose reads the services of a compose file.
func (r *reader) compose(d *Document) {
	Entries(Get(d.Node, "services"), func(k, c *yaml.Node) {
		w := &Workload{Place: d.At(k), Kind: Compose, Resource: "service", Name: k.Value, Container: k.Value, Replicas: 1, MaxReplicas: 1, History: -1}
		setImage(w, d, Get(c, "image"))
		count(w, d, Get(c, "deploy", "replicas"))
		w.Command = append(words(Get(c, "entrypoint")), words(Get(c, "command"))...)
		r.files.Workloads = append(r.files.Workloads, w)
		r.composeEnv(d, Get(c, "environment"), w)
		r.envFiles(d, Get(c, "env_file"), w)
		for _, s := range Items(Get(c, "secrets")) {
			name, path := Text(s), ""
			if name == "" {
				name, path = Text(Get(s, "source")), Text(Get(s, "target"))
			}
			if !strings.HasPrefix(path, "/") {
				if path == "" {
					path = name
				}
				path = "/run/secrets/" + path
			}
			w.Mounts = append(w.Mounts, Mount{Place: d.At(s), Path: path, Secret: name, Fill: FillStore})
		}
		if store := startsWithStore(w.Command); store != "" {
			r.files.Env = append(r.files.Env, Env{Place: w.Place, Fill: FillStore, Store: store, Workload: w})
		}
	})
}

// composeEnv reads environment in both its forms. A name without a value is
// taken from the shell that starts compose.
func (r *reader) composeEnv(d *Document, n *yaml.Node, w *Workload) {
	add := func(at *yaml.Node, name, value string, has bool) {
		e := Env{Place: d.At(at), Name: name, Workload: w}
		if has {
			e = literal(e, value)
		} else {
			e.Store = "the shell that starts compose"
		}
		r.files.Env = append(r.files.Env, e)
	}
	Entries(n, func(k, v *yaml.Node) { add(v, k.Value, Text(v), v.Tag != "!!null") })
	for _, e := range Items(n) {
		name, value, has := strings.Cut(Text(e), "=")
		if name != "" {
			add(e, name, value, has)
		}
	}
}

// envFiles notes the files of env_file, whose entries the reader of .env files
// knows.
func (r *reader) envFiles(d *Document, n *yaml.Node, w *Workload) {
	one := func(n *yaml.Node) {
		path := Text(n)
		if path == "" {
			path = Text(Get(n, "path"))
		}
		if path == "" || templated(path) {
			return
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(d.Path), path)
		}
		r.envFile(d.At(n), path, w)
	}
	if Text(n) != "" {
		one(n)
	}
	for _, e := range Items(n) {
		one(e)
	}
}
