package deploy

import (
	"fmt"
	"slices"
	"strings"
)

// A Place is where a fact stands: an absolute path, and a line and a column
// that count from one.
type Place struct {
	File      string
	Line, Col int
}

// String writes the place as compilers do.
func (p Place) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// Files is what the files of a repository say.
type Files struct {
	// Docs are the parsed documents, in the order of their places.
	Docs []*Document
	// Env are the environment variables that the files fill.
	Env []Env
	// Workloads are the programs that they run.
	Workloads []*Workload
	// Secrets are the secrets and configuration maps that they define.
	Secrets []Secret
	// Images are the images that Dockerfiles build.
	Images []Image
	// Routes are the ingress rules.
	Routes []Route
	// StatusChecks are monitors that fetch Klaviyo's status page.
	StatusChecks []StatusCheck
	// Releases are workflows that deploy a version which their caller chooses.
	Releases []Place
	// Templates are documents that a template engine has to render first.
	Templates []Place
	// Charts are the Helm charts.
	Charts []Place
	// Notices say what could not be read.
	Notices []Notice
	// Looked is how many files were read.
	Looked int
}

// A Notice is a file, or a part of one, that could not be read.
type Notice struct {
	Place
	Text string
}

// A Fill says what gives an environment variable its value.
type Fill int

// The ways an environment variable is filled.
const (
	// FillUnknown: a template, a variable or a part of another system decides.
	FillUnknown Fill = iota
	// FillStore: a secret store, or a platform's own secrets.
	FillStore
	// FillLiteral: a value in the file.
	FillLiteral
	// FillConfig: a configuration map, which everybody may read.
	FillConfig
	// FillCommitted: a secret whose plain value is in the repository.
	FillCommitted
	// FillFile: another file, named in Ref.
	FillFile
)

// An Env is an environment variable as one file fills it.
type Env struct {
	Place
	// Name is the variable; "" where a whole secret or file is taken over and
	// its names are not in the repository.
	Name string
	Fill Fill
	// Store says what fills it, in words.
	Store string
	// Ref is the secret, map or file that the value comes from.
	Ref string
	// Value is a literal value, masked.
	Value string
	// KeyShaped is set when a literal value has the shape of a private key.
	KeyShaped bool
	// Workload is what runs with it; nil where no workload is named.
	Workload *Workload
}

// A Kind is the kind of system that runs a workload.
type Kind string

// The kinds of workloads.
const (
	Kubernetes Kind = "Kubernetes"
	Compose    Kind = "compose"
	ECS        Kind = "ECS"
	CloudRun   Kind = "Cloud Run"
	Fly        Kind = "Fly"
	Systemd    Kind = "systemd"
	Procfile   Kind = "Procfile"
)

// A Workload is one container or process that a file runs.
type Workload struct {
	Place
	Kind Kind
	// Resource is the kind of object in the system's own word: Deployment,
	// CronJob, service.
	Resource  string
	Name      string
	Namespace string
	Container string
	// Image is the image as written, with the place of its value. A literal
	// only: Unknown says that a template or variable decides it.
	Image        string
	ImageAt      Place
	ImageUnknown bool
	Command      []string
	// Replicas is the number of copies; -1 when a template or a scaler decides
	// it. MaxReplicas is at least Replicas, and counts an autoscaler.
	Replicas    int
	MaxReplicas int
	ReplicasAt  Place
	// History is revisionHistoryLimit; -1 when it is absent.
	History   int
	HistoryAt Place
	// RollsBack is set for systems, or settings, that keep earlier versions.
	RollsBack bool
	Probes    []Probe
	// Mounts are the folders that secrets are mounted to.
	Mounts []Mount
}

// A Mount is a folder that holds the files of a secret.
type Mount struct {
	Place
	Path   string
	Secret string
	Fill   Fill
}

// A Probe is one that the system sends to a workload.
type Probe struct {
	Place
	// Role is liveness, readiness or startup.
	Role string
	Path string
	Port string
	// Period is in seconds. Source of the default of 10:
	// https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
	Period int
}

// A Secret is a secret or a configuration map that a file defines.
type Secret struct {
	Place
	// Resource is the object's own word: Secret, SealedSecret, ExternalSecret,
	// SecretProviderClass, ConfigMap.
	Resource  string
	Name      string
	Namespace string
	// Keys are the entries that are known, with the places of their values.
	Keys map[string]Place
	// Fill is FillStore, FillConfig or FillCommitted.
	Fill Fill
	// KeyShaped are the entries whose value has the shape of a private key.
	KeyShaped map[string]bool
}

// An Image is one that a Dockerfile builds.
type Image struct {
	Place
	// Packages are the arguments of go build and go install, as written.
	Packages []string
	// Folder is where the Dockerfile lies.
	Folder string
	// Copied are files of kind Env that enter the image.
	Copied []Place
}

// A Route is one path of an ingress.
type Route struct {
	Place
	Host string
	Path string
	// TLS is set when the ingress terminates TLS for the host, or sends plain
	// requests there.
	TLS bool
}

// A StatusCheck fetches Klaviyo's status page.
type StatusCheck struct {
	Place
	URL string
	// By says what fetches it.
	By string
	// Repeats is set when it does so again and again.
	Repeats bool
	// Acts is set when something is done with the answer.
	Acts bool
}

// Filling returns what fills an environment variable: entries with its name,
// then those that take over a secret or a file whose names are not known.
func (f *Files) Filling(name string) (named, whole []Env) {
	for _, e := range f.Env {
		switch e.Name {
		case name:
			named = append(named, e)
		case "":
			whole = append(whole, e)
		}
	}
	return named, whole
}

// Moves reports whether an image tag can become another image: latest, or
// none. A digest never moves.
func (w *Workload) Moves() bool {
	if strings.Contains(w.Image, "@sha256:") {
		return false
	}
	tag := w.Image[strings.LastIndexByte(w.Image, '/')+1:]
	_, tag, ok := strings.Cut(tag, ":")
	return !ok || tag == "" || tag == "latest"
}

// secret returns what a file of the repository defines under a name.
func (f *Files) secret(name, namespace string, words ...string) *Secret {
	for i := range f.Secrets {
		s := &f.Secrets[i]
		if s.Name == name && (s.Namespace == namespace || s.Namespace == "" || namespace == "") && slices.Contains(words, s.Resource) {
			return s
		}
	}
	return nil
}
