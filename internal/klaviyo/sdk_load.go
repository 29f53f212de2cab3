package klaviyo

import (
	"strconv"
	"strings"
)

// loadSDKs reads go-sdks.csv and sdk-methods.csv. Both were made from the
// modules' own sources; methods whose URL the module itself gets wrong are
// left out.
func loadSDKs() []SDK {
	methods := map[string][]SDKMethod{}
	for _, r := range table("sdk-methods.csv") {
		mod := r.str("module")
		methods[mod] = append(methods[mod], SDKMethod{
			Subpackage: r.str("package"),
			Recv:       r.str("recv"),
			Name:       r.str("name"),
			Operation:  r.str("operation"),
			Method:     r.str("method"),
			Path:       r.str("path"),
		})
	}
	var out []SDK
	for _, r := range table("go-sdks.csv") {
		s := SDK{
			Module:        r.str("module"),
			Package:       r.str("package"),
			Subpackage:    r.str("subpackage"),
			Versions:      r.str("versions"),
			LatestVersion: r.str("latest"),
			HasGoMod:      r.yes("go_mod"),
			Downloadable:  r.yes("downloadable"),
			HasTags:       r.yes("tags"),
			Revision:      r.str("revision"),
			Revisions:     r.ranges("revisions"),
			SetsRevision:  r.str("sets_revision"),
			LegacyOnly:    r.yes("legacy"),
			Official:      r.yes("official"),
			Example:       r.yes("example"),
			Methods:       methods[r.str("module")],
			UniqueID:      r.str("unique_id"),
			Retries:       r.str("retries"),
			RetryAfter:    r.yes("retry_after"),
			Source:        r.str("source"),
		}
		for _, f := range r.list("constructors", ";") {
			s.Constructors = append(s.Constructors, r.fn(f))
		}
		for _, k := range r.list("keys", ";") {
			s.Keys = append(s.Keys, r.sink(k))
		}
		for _, p := range r.list("phones", ";") {
			s.Phones = append(s.Phones, r.sink(p))
		}
		out = append(out, s)
	}
	return out
}

// ranges returns the version ranges of a cell: "v1-v2=revision", or
// "v1=revision" for a single version, between semicolons.
func (r row) ranges(col string) []VersionRange {
	var out []VersionRange
	for _, part := range r.list(col, ";") {
		span, revision, ok := strings.Cut(part, "=")
		if !ok {
			r.fail("no revision in " + strconv.Quote(part))
		}
		from, to, ok := strings.Cut(span, "-")
		if !ok {
			to = from
		}
		out = append(out, VersionRange{from, to, revision})
	}
	return out
}

// fn reads a constructor: "New(apiKey string, logger *zap.Logger)".
func (r row) fn(s string) Func {
	name, rest, ok := strings.Cut(strings.TrimSuffix(s, ")"), "(")
	if !ok {
		r.fail("no parameters in " + strconv.Quote(s))
	}
	f := Func{Name: name}
	for part := range strings.SplitSeq(rest, ",") {
		if name, typ, ok := strings.Cut(strings.TrimSpace(part), " "); ok {
			f.Params = append(f.Params, Param{name, typ})
		}
	}
	return f
}

// sink reads "folder:Type.Method#arg", every part but the name optional.
func (r row) sink(s string) Sink {
	k := Sink{Arg: -1}
	if folder, rest, ok := strings.Cut(s, ":"); ok {
		k.Subpackage, s = folder, rest
	}
	if rest, arg, ok := strings.Cut(s, "#"); ok {
		n, err := strconv.Atoi(arg)
		if err != nil {
			r.fail(err.Error())
		}
		k.Arg, s = n, rest
	}
	if recv, name, ok := strings.Cut(s, "."); ok {
		k.Recv, s = recv, name
	}
	k.Name = s
	return k
}
