// Sbom prints the bill of materials of a Go program as SPDX 2.3 JSON: the modules
// that the program itself says it was built from.
//
//	go run ./packaging/sbom -name NAME -version VERSION -created TIME PROGRAM
package main

import (
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// The parts of https://spdx.github.io/spdx-spec/v2.3/ that are used.
type (
	document struct {
		Version       string         `json:"spdxVersion"`
		License       string         `json:"dataLicense"`
		ID            string         `json:"SPDXID"`
		Name          string         `json:"name"`
		Namespace     string         `json:"documentNamespace"`
		Creation      creation       `json:"creationInfo"`
		Packages      []pack         `json:"packages"`
		Relationships []relationship `json:"relationships"`
	}
	creation struct {
		Created  string   `json:"created"`
		Creators []string `json:"creators"`
	}
	pack struct {
		ID        string      `json:"SPDXID"`
		Name      string      `json:"name"`
		Version   string      `json:"versionInfo"`
		Download  string      `json:"downloadLocation"`
		Analyzed  bool        `json:"filesAnalyzed"`
		License   string      `json:"licenseConcluded"`
		Comment   string      `json:"comment,omitempty"`
		Reference []reference `json:"externalRefs"`
	}
	reference struct {
		Category string `json:"referenceCategory"`
		Type     string `json:"referenceType"`
		Locator  string `json:"referenceLocator"`
	}
	relationship struct {
		Element string `json:"spdxElementId"`
		Type    string `json:"relationshipType"`
		Related string `json:"relatedSpdxElement"`
	}
)

func main() {
	name := flag.String("name", "klaviyolint", "name of the archive")
	version := flag.String("version", "", "version of the main module")
	created := flag.String("created", "", "time of the commit, as RFC 3339")
	flag.Parse()
	if flag.NArg() != 1 {
		fail(fmt.Errorf("usage: sbom [flags] PROGRAM"))
	}
	info, err := buildinfo.ReadFile(flag.Arg(0))
	if err != nil {
		fail(err)
	}
	doc := document{
		Version: "SPDX-2.3", License: "CC0-1.0", ID: "SPDXRef-DOCUMENT", Name: *name,
		Namespace: "https://github.com/klaviyolint/klaviyolint/spdx/" + *name,
		Creation:  creation{*created, []string{"Tool: klaviyolint-packaging-sbom"}},
	}
	add := func(path, version, sum string) string {
		p := pack{
			ID: "SPDXRef-" + regexp.MustCompile(`[^A-Za-z0-9.-]+`).ReplaceAllString(path+"-"+version, "-"), Name: path, Version: version,
			Download: "https://proxy.golang.org/" + path + "/@v/" + version + ".zip", License: "NOASSERTION",
			Reference: []reference{{"PACKAGE-MANAGER", "purl", "pkg:golang/" + path + "@" + version}},
		}
		if raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(sum, "h1:")); err == nil && sum != "" {
			p.Comment = "go.sum h1 (hex): " + hex.EncodeToString(raw)
		}
		doc.Packages = append(doc.Packages, p)
		return p.ID
	}
	v := *version
	if v == "" {
		v = info.Main.Version
	}
	root := add(info.Main.Path, v, "")
	doc.Relationships = append(doc.Relationships, relationship{doc.ID, "DESCRIBES", root})
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		doc.Relationships = append(doc.Relationships, relationship{root, "DEPENDS_ON", add(m.Path, m.Version, m.Sum)})
	}
	doc.Relationships = append(doc.Relationships, relationship{root, "DEPENDS_ON", add("stdlib", strings.TrimPrefix(info.GoVersion, "go"), "")})
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "\t")
	if err := enc.Encode(doc); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "sbom:", err)
	os.Exit(1)
}
