package deploy

import (
	"encoding/base64"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// kubernetes reads one object, or the objects of a List.
func (r *reader) kubernetes(d *Document, n *yaml.Node) {
	kind := Text(Get(n, "kind"))
	if strings.HasSuffix(kind, "List") && len(Items(Get(n, "items"))) > 0 {
		for _, item := range Items(Get(n, "items")) {
			r.kubernetes(d, item)
		}
		return
	}
	name, ns := Text(Get(n, "metadata", "name")), Text(Get(n, "metadata", "namespace"))
	api := Text(Get(n, "apiVersion"))
	switch kind {
	case "Deployment", "StatefulSet", "DaemonSet", "Rollout", "ReplicaSet", "Job":
		r.pod(d, n, Get(n, "spec", "template"), kind, name, ns)
	case "CronJob":
		r.pod(d, n, Get(n, "spec", "jobTemplate", "spec", "template"), kind, name, ns)
		r.podFetchesStatus(d, Get(n, "spec", "jobTemplate", "spec", "template"))
	case "Pod":
		r.pod(d, n, n, kind, name, ns)
	case "Service":
		if strings.HasPrefix(api, "serving.knative.dev/") {
			r.pod(d, n, Get(n, "spec", "template"), kind, name, ns)
		}
	case "HorizontalPodAutoscaler":
		r.autoscaler(d, n, Text(Get(n, "spec", "scaleTargetRef", "name")), Get(n, "spec", "maxReplicas"))
	case "ScaledObject":
		r.autoscaler(d, n, Text(Get(n, "spec", "scaleTargetRef", "name")), Get(n, "spec", "maxReplicaCount"))
	case "Secret", "ConfigMap", "SealedSecret", "ExternalSecret", "SecretProviderClass":
		r.secretObject(d, n, kind, name, ns)
	case "Ingress":
		r.ingress(d, n)
	case "Kustomization":
		r.kustomization(d, n)
	}
}

// pod reads the containers of a pod template.
func (r *reader) pod(d *Document, object, template *yaml.Node, kind, name, ns string) {
	spec := Get(template, "spec")
	if spec == nil {
		return
	}
	annotations := Get(template, "metadata", "annotations")
	volumes := r.volumes(d, spec, ns)
	for _, list := range []string{"initContainers", "containers"} {
		for _, c := range Items(Get(spec, list)) {
			w := &Workload{
				Place: d.At(object), Kind: Kubernetes, Resource: kind, Name: name, Namespace: ns,
				Container: Text(Get(c, "name")), Replicas: 1, MaxReplicas: 1, History: -1,
			}
			if at := Get(object, "metadata", "name"); at != nil {
				w.Place = d.At(at)
			}
			if strings.HasPrefix(Text(Get(object, "apiVersion")), "serving.knative.dev/") {
				w.Kind, w.RollsBack = CloudRun, true
			}
			w.Command = append(words(Get(c, "command")), words(Get(c, "args"))...)
			setImage(w, d, Get(c, "image"))
			count(w, d, Get(object, "spec", "replicas"))
			if h := Get(object, "spec", "revisionHistoryLimit"); h != nil {
				w.HistoryAt = d.At(h)
				if n, ok := Number(h); ok {
					w.History = n
				}
			}
			for _, role := range []string{"liveness", "readiness", "startup"} {
				probe(w, d, role, Get(c, role+"Probe"))
			}
			for _, m := range Items(Get(c, "volumeMounts")) {
				if v, ok := volumes[Text(Get(m, "name"))]; ok {
					v.Path = Text(Get(m, "mountPath"))
					w.Mounts = append(w.Mounts, v)
				}
			}
			r.files.Workloads = append(r.files.Workloads, w)
			r.env(d, c, w)
			r.injected(d, annotations, w)
		}
	}
}

func setImage(w *Workload, d *Document, n *yaml.Node) {
	w.Image = Text(n)
	if n != nil {
		w.ImageAt = d.At(n)
	}
	if w.Image == "" || templated(w.Image) {
		w.ImageUnknown = true
	}
}

func count(w *Workload, d *Document, n *yaml.Node) {
	if n == nil {
		return
	}
	w.ReplicasAt = d.At(n)
	if i, ok := Number(n); ok {
		w.Replicas, w.MaxReplicas = i, i
	} else {
		w.Replicas, w.MaxReplicas = -1, -1
	}
}

func probe(w *Workload, d *Document, role string, n *yaml.Node) {
	if n == nil {
		return
	}
	p := Probe{Place: d.At(n), Role: role, Period: 10}
	if get := Get(n, "httpGet"); get != nil {
		p.Path, p.Port = Text(Get(get, "path")), Text(Get(get, "port"))
		if at := Get(get, "path"); at != nil {
			p.Place = d.At(at)
		}
	}
	if s := Get(n, "periodSeconds"); s != nil {
		p.Period = 0
		if i, ok := Number(s); ok {
			p.Period = i
		}
	}
	w.Probes = append(w.Probes, p)
}

// env reads env and envFrom of a container.
func (r *reader) env(d *Document, c *yaml.Node, w *Workload) {
	for _, e := range Items(Get(c, "env")) {
		r.envEntry(d, e, w)
	}
	for _, from := range Items(Get(c, "envFrom")) {
		prefix := Text(Get(from, "prefix"))
		if ref := Get(from, "secretRef", "name"); ref != nil {
			r.whole(d.At(ref), Text(ref), w, prefix, false)
		}
		if ref := Get(from, "configMapRef", "name"); ref != nil {
			r.whole(d.At(ref), Text(ref), w, prefix, true)
		}
	}
	if store := startsWithStore(w.Command); store != "" {
		r.files.Env = append(r.files.Env, Env{Place: w.Place, Fill: FillStore, Store: store, Workload: w})
	}
}

func (r *reader) envEntry(d *Document, e *yaml.Node, w *Workload) {
	entry := Env{Name: Text(Get(e, "name")), Workload: w}
	at := Get(e, "name")
	if entry.Name == "" {
		return
	}
	entry.Place = d.At(at)
	if v := Get(e, "value"); v != nil {
		entry.Place = d.At(v)
		r.files.Env = append(r.files.Env, literal(entry, Text(v)))
		return
	}
	if ref := Get(e, "valueFrom", "secretKeyRef"); ref != nil {
		entry.Place = d.At(ref)
		name, key := Text(Get(ref, "name")), Text(Get(ref, "key"))
		if at := Get(ref, "name"); at != nil {
			entry.Place = d.At(at)
		}
		r.loose = append(r.loose, func() {
			r.files.Env = append(r.files.Env, r.fromSecret(entry, name, key, w.Namespace))
		})
		return
	}
	if ref := Get(e, "valueFrom", "configMapKeyRef"); ref != nil {
		entry.Place, entry.Fill = d.At(ref), FillConfig
		entry.Ref = Text(Get(ref, "name"))
		entry.Store = "ConfigMap " + entry.Ref
		r.files.Env = append(r.files.Env, entry)
		return
	}
	entry.Store = "a part of Kubernetes"
	r.files.Env = append(r.files.Env, entry)
}

// storeObjects are objects that take their entries from a store.
var storeObjects = []string{"SealedSecret", "ExternalSecret", "SecretProviderClass"}

// fromSecret settles what a reference to a secret means, once all files are
// read: a secret of that name from a store, one in plain in the repository, or
// the name of a ConfigMap.
func (r *reader) fromSecret(e Env, name, key, ns string) Env {
	e.Ref = name
	if name == "" || templated(name) {
		e.Store = "a secret whose name is put in later"
		return e
	}
	if s := r.files.secret(name, ns, storeObjects...); s != nil {
		e.Fill, e.Store = FillStore, s.Resource+" "+name
		return e
	}
	if s := r.files.secret(name, ns, "Secret"); s != nil {
		if _, here := s.Keys[key]; here && s.Fill == FillCommitted {
			e.Fill, e.Store, e.Place = FillCommitted, "Secret "+name+", in plain in the repository", s.Keys[key]
			e.KeyShaped = s.KeyShaped[key]
			return e
		}
		e.Fill, e.Store = FillStore, "Secret "+name
		return e
	}
	if s := r.files.secret(name, ns, "ConfigMap"); s != nil {
		e.Fill, e.Store = FillConfig, "ConfigMap "+name
		return e
	}
	e.Fill, e.Store = FillStore, "Kubernetes secret "+name
	return e
}

// whole reads a secret or a map that is taken over with all its entries.
func (r *reader) whole(at Place, name string, w *Workload, prefix string, config bool) {
	r.loose = append(r.loose, func() {
		word := append([]string{"Secret"}, storeObjects...)
		if config {
			word = []string{"ConfigMap"}
		}
		s := r.files.secret(name, w.Namespace, word...)
		if s == nil || len(s.Keys) == 0 {
			e := Env{Place: at, Fill: FillStore, Store: "Kubernetes secret " + name, Ref: name, Workload: w}
			if config {
				e.Fill, e.Store = FillConfig, "ConfigMap "+name
			}
			r.files.Env = append(r.files.Env, e)
			return
		}
		for _, key := range sortedKeys(s.Keys) {
			e := Env{Place: at, Name: prefix + key, Ref: name, Workload: w, Fill: s.Fill, Store: s.Resource + " " + name}
			if s.Fill == FillCommitted {
				e.Place, e.KeyShaped = s.Keys[key], s.KeyShaped[key]
			}
			r.files.Env = append(r.files.Env, e)
		}
	})
}

// injected reads the annotations of the Vault agent. The agent writes files;
// only a template that exports variables fills the environment, and the start
// command has to read it.
func (r *reader) injected(d *Document, annotations *yaml.Node, w *Workload) {
	on := Text(Get(annotations, "vault.hashicorp.com/agent-inject")) == "true"
	Entries(annotations, func(k, v *yaml.Node) {
		if !on || !strings.HasPrefix(k.Value, "vault.hashicorp.com/agent-inject-template-") {
			return
		}
		for line := range strings.Lines(Text(v)) {
			name, _, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
			if ok && isEnvName(name) {
				r.files.Env = append(r.files.Env, Env{Place: d.At(v), Name: name, Fill: FillStore, Store: "Vault agent", Workload: w})
			}
		}
	})
	Entries(annotations, func(k, v *yaml.Node) {
		if name, ok := strings.CutPrefix(k.Value, "vault.hashicorp.com/agent-inject-secret-"); on && ok {
			w.Mounts = append(w.Mounts, Mount{Place: d.At(v), Path: "/vault/secrets/" + name, Secret: "Vault", Fill: FillStore})
		}
	})
}

func isEnvName(s string) bool {
	if s == "" {
		return false
	}
	for i, c := range s {
		if c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// volumes returns the volumes of a pod that hold secrets.
func (r *reader) volumes(d *Document, spec *yaml.Node, ns string) map[string]Mount {
	out := map[string]Mount{}
	for _, v := range Items(Get(spec, "volumes")) {
		name := Text(Get(v, "name"))
		if ref := Get(v, "secret", "secretName"); ref != nil {
			out[name] = Mount{Place: d.At(ref), Secret: Text(ref), Fill: FillStore}
		}
		if ref := Get(v, "csi", "volumeAttributes", "secretProviderClass"); ref != nil {
			out[name] = Mount{Place: d.At(ref), Secret: Text(ref), Fill: FillStore}
		}
	}
	return out
}

// secretObject reads an object that holds or yields secrets.
func (r *reader) secretObject(d *Document, n *yaml.Node, kind, name, ns string) {
	s := Secret{Place: d.At(n), Resource: kind, Name: name, Namespace: ns, Keys: map[string]Place{}, KeyShaped: map[string]bool{}, Fill: FillStore}
	add := func(m *yaml.Node) {
		Entries(m, func(k, v *yaml.Node) {
			s.Keys[k.Value] = d.At(v)
			if len(klaviyo.FindKeys(decoded(v.Value))) > 0 {
				s.KeyShaped[k.Value] = true
			}
			if kind == "Secret" && !encrypted(v.Value) && !templated(v.Value) && v.Value != "" {
				s.Fill = FillCommitted
			}
		})
	}
	switch kind {
	case "ConfigMap":
		s.Fill = FillConfig
		add(Get(n, "data"))
	case "Secret":
		add(Get(n, "data"))
		add(Get(n, "stringData"))
		if Get(n, "sops") != nil && Get(n, "sops", "mac") != nil {
			s.Fill = FillStore
		}
	case "SealedSecret":
		add(Get(n, "spec", "encryptedData"))
		if t := Text(Get(n, "spec", "template", "metadata", "name")); t != "" {
			s.Name = t
		}
	case "ExternalSecret":
		if t := Text(Get(n, "spec", "target", "name")); t != "" {
			s.Name = t
		}
		for _, e := range Items(Get(n, "spec", "data")) {
			if k := Get(e, "secretKey"); k != nil {
				s.Keys[Text(k)] = d.At(k)
			}
		}
	case "SecretProviderClass":
		for _, o := range Items(Get(n, "spec", "secretObjects")) {
			made := Secret{Place: d.At(o), Resource: kind, Name: Text(Get(o, "secretName")), Namespace: ns, Keys: map[string]Place{}, Fill: FillStore}
			for _, e := range Items(Get(o, "data")) {
				if k := Get(e, "key"); k != nil {
					made.Keys[Text(k)] = d.At(k)
				}
			}
			r.files.Secrets = append(r.files.Secrets, made)
		}
	}
	r.files.Secrets = append(r.files.Secrets, s)
}

// encrypted reports whether sops encrypted a value.
func encrypted(s string) bool { return strings.HasPrefix(s, "ENC[") }

// autoscaler raises the number of replicas of the workload it scales.
func (r *reader) autoscaler(d *Document, n *yaml.Node, target string, most *yaml.Node) {
	r.loose = append(r.loose, func() {
		for _, w := range r.files.Workloads {
			if w.Name != target || w.Kind != Kubernetes {
				continue
			}
			if i, ok := Number(most); ok {
				w.MaxReplicas = max(i, w.MaxReplicas)
			} else {
				w.MaxReplicas = -1
			}
			if most != nil {
				w.ReplicasAt = d.At(most)
			}
		}
	})
}

// ingress reads the routes of an ingress.
func (r *reader) ingress(d *Document, n *yaml.Node) {
	hosts, all := map[string]bool{}, false
	for _, t := range Items(Get(n, "spec", "tls")) {
		list := Items(Get(t, "hosts"))
		all = all || len(list) == 0
		for _, h := range list {
			hosts[Text(h)] = true
		}
	}
	redirect := false
	Entries(Get(n, "metadata", "annotations"), func(k, v *yaml.Node) {
		if strings.HasSuffix(k.Value, "ssl-redirect") && Text(v) == "true" {
			redirect = true
		}
	})
	for _, rule := range Items(Get(n, "spec", "rules")) {
		host := Text(Get(rule, "host"))
		tls := all || redirect || hosts[host]
		paths := Items(Get(rule, "http", "paths"))
		for _, p := range paths {
			at := p
			if v := Get(p, "path"); v != nil {
				at = v
			}
			r.files.Routes = append(r.files.Routes, Route{Place: d.At(at), Host: host, Path: Text(Get(p, "path")), TLS: tls})
		}
	}
	if b := Get(n, "spec", "defaultBackend"); b != nil {
		r.files.Routes = append(r.files.Routes, Route{Place: d.At(b), Path: "/", TLS: all || redirect})
	}
}

// podFetchesStatus finds a scheduled container that fetches the status page.
func (r *reader) podFetchesStatus(d *Document, template *yaml.Node) {
	for _, c := range Items(Get(template, "spec", "containers")) {
		command := strings.Join(append(words(Get(c, "command")), words(Get(c, "args"))...), " ")
		if url := statusURL(command); url != "" {
			r.files.StatusChecks = append(r.files.StatusChecks, StatusCheck{Place: d.At(c), URL: url, By: "CronJob", Repeats: true, Acts: acts(command)})
		}
	}
}

// kustomization notes the patches of an overlay.
func (r *reader) kustomization(d *Document, n *yaml.Node) {
	dir := filepath.Dir(d.Path)
	for _, list := range []string{"patchesStrategicMerge", "patches"} {
		for _, p := range Items(Get(n, list)) {
			path := Text(p)
			if path == "" {
				path = Text(Get(p, "path"))
			}
			if path != "" {
				r.patches = append(r.patches, filepath.Join(dir, path))
			}
		}
	}
	for _, image := range Items(Get(n, "images")) {
		name, tag, digest := Text(Get(image, "name")), Text(Get(image, "newTag")), Text(Get(image, "digest"))
		to := Text(Get(image, "newName"))
		if to == "" {
			to = name
		}
		r.late = append(r.late, func() {
			for _, w := range r.files.Workloads {
				if repository(w.Image) != name {
					continue
				}
				switch {
				case digest != "":
					w.Image = to + "@" + digest
				case tag != "":
					w.Image = to + ":" + tag
				}
				w.ImageAt, w.ImageUnknown = d.At(image), templated(tag)
			}
		})
	}
}

// repository is an image without tag and digest.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	slash := strings.LastIndexByte(image, '/')
	if i := strings.LastIndexByte(image, ':'); i > slash {
		image = image[:i]
	}
	return image
}

// decoded returns the text that an entry of a Secret stands for: data is
// base64, stringData is not.
func decoded(s string) string {
	if b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s)); err == nil && utf8.Valid(b) {
		return string(b)
	}
	return s
}
